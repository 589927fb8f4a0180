package io.nelumbo.wallet.chain;

/** The chain could not be read or the node did not answer; the message says which node and why. */
public final class ChainException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure with its reason. */
  public ChainException(String message) {
    super(message);
  }

  /** The same with its cause. */
  public ChainException(String message, Throwable cause) {
    super(message, cause);
  }
}
