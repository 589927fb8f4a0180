package io.nelumbo.node.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened, read or written. The message says which one, why and what to do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message for people and the failure underneath, if there is one. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
