package io.nelumbo.engine;

import org.jspecify.annotations.Nullable;

/**
 * The native library could not be loaded or could not do what was asked. The message is one line
 * that names the place and the fix and never holds a secret. Wrong arguments are
 * IllegalArgumentException, closed handles IllegalStateException.
 */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final EngineStatus status;

  EngineException(EngineStatus status, String message) {
    this(status, message, null);
  }

  EngineException(EngineStatus status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Why. */
  public EngineStatus status() {
    return status;
  }
}
