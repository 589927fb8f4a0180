package io.nelumbo.node.app;

/** Stored bytes are not what they must be. The message is one line that names the place. */
public final class DamageException extends Exception {
  private static final long serialVersionUID = 1L;

  DamageException(String message) {
    super(message);
  }

  DamageException(String message, Throwable cause) {
    super(message, cause);
  }
}
