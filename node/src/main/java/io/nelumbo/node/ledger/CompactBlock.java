package io.nelumbo.node.ledger;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.TxId;
import java.util.List;

/**
 * What a wallet needs of a block to find its notes and to see which of them were spent.
 *
 * @param height of the block
 * @param hash of the block
 * @param timeMillis of the block
 * @param firstPosition the note tree position of the first output of the block
 * @param noteTreeRoot the anchor after the block
 * @param transactions with at least one action, in block order
 */
public record CompactBlock(
    long height,
    BlockHash hash,
    long timeMillis,
    long firstPosition,
    Anchor noteTreeRoot,
    List<CompactTransaction> transactions) {

  /** Copies the list. */
  public CompactBlock {
    transactions = List.copyOf(transactions);
  }

  /**
   * The shielded part of a transaction. Outputs stand in the order of their positions, which run on
   * through the block without gaps.
   */
  public record CompactTransaction(
      TxId txid, long firstPosition, List<Nullifier> nullifiers, List<NoteOutput> outputs) {
    /** Copies the lists. */
    public CompactTransaction {
      nullifiers = List.copyOf(nullifiers);
      outputs = List.copyOf(outputs);
    }
  }
}
