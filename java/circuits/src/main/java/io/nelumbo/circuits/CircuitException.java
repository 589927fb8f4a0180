package io.nelumbo.circuits;

/**
 * A call into the circuit library failed; the message says what and where, and never holds a
 * secret.
 */
public class CircuitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CircuitException(String message) {
    super(message);
  }

  CircuitException(String message, Throwable cause) {
    super(message, cause);
  }
}
