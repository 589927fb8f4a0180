package io.nelumbo.wallet.transfer;

import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.value.Amount;

/**
 * One note to be made.
 *
 * @param to its address
 * @param value its value
 * @param memo its memo
 * @param role who may read it again later
 */
record Payment(Address to, Amount value, Memo memo, Role role) {

  /** Which outgoing viewing key seals an output for its sender. */
  enum Role {
    /** To somebody: the external key. */
    PAYMENT,
    /** Back to the sender: the internal key. */
    CHANGE,
    /** To nobody: no key. */
    DUMMY
  }

  @Override
  public String toString() {
    return "Payment[" + role + "]";
  }
}
