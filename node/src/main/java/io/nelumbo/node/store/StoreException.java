package io.nelumbo.node.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened, read or written. The message says which one, why and what to do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean damaged;

  /** Makes an exception with a message for people and the failure underneath, if there is one. */
  public StoreException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private StoreException(String message, @Nullable Throwable cause, boolean damaged) {
    super(message, cause);
    this.damaged = damaged;
  }

  /** Makes an exception about bytes on the medium that are not what was written. */
  public static StoreException damage(String message, @Nullable Throwable cause) {
    return new StoreException(message, cause, true);
  }

  /** Returns whether the bytes on the medium are wrong, rather than the medium out of reach. */
  public boolean damaged() {
    return damaged;
  }
}
