package io.nelumbo.wallet;

/** Something that the wallet's user can understand and act on; the message never holds a secret. */
public final class WalletException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with the reason and, where there is one, the fix. */
  public WalletException(String message) {
    super(message);
  }

  /** The same with a cause that the log may show. */
  public WalletException(String message, Throwable cause) {
    super(message, cause);
  }
}
