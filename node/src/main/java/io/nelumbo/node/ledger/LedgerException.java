package io.nelumbo.node.ledger;

/**
 * The stored chain contradicts itself or the genesis. The node must stop; the message is one line
 * that says what to do.
 */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message for people. */
  public LedgerException(String message) {
    super(message);
  }
}
