package io.nelumbo.wallet.chain;

/** The chain could not be read or the node did not answer; the message says which node and why. */
public final class ChainException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean refused;

  /** A failure with its reason. */
  public ChainException(String message) {
    super(message);
    refused = false;
  }

  /** The same with its cause. */
  public ChainException(String message, Throwable cause) {
    super(message, cause);
    refused = false;
  }

  private ChainException(boolean refused, String message) {
    super(message);
    this.refused = refused;
  }

  /** A transaction that the node will never commit as it is: nothing of it is on its way. */
  public static ChainException refused(String message) {
    return new ChainException(true, message);
  }

  /** Whether a submitted transaction is certainly not on its way. False means that nobody knows. */
  public boolean isRefused() {
    return refused;
  }
}
