package io.nelumbo.circuits;

/**
 * The assignment does not satisfy the statement; the message names the clause
 * (docs/protocol/transfer.md 2).
 */
public final class UnsatisfiedException extends CircuitException {
  private static final long serialVersionUID = 1L;

  UnsatisfiedException(String message) {
    super(message);
  }
}
