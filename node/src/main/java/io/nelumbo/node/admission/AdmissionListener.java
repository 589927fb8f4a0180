package io.nelumbo.node.admission;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.Verdict;

/**
 * Hears what admission decides. Called on admission's threads after the decision took effect, in
 * the order of decisions for blocks; must be quick and must not throw.
 */
public interface AdmissionListener {
  /** A transaction is in the mempool now. */
  default void transactionAccepted(Transaction transaction, Origin origin) {}

  /** A block is the head now. */
  default void blockCommitted(Block block, Origin origin) {}

  /**
   * An object was not accepted.
   *
   * @param id the wtxid or block hash; the hash of the bytes where they could not be decoded
   * @param verdict anything but ACCEPT
   */
  default void refused(Bytes32 id, Origin origin, Verdict verdict) {}

  /**
   * Admission cannot go on: the store or the machine failed, or the state contradicts itself.
   * Nothing is accepted any more, and the node must stop.
   */
  default void failed(Throwable cause) {}
}
