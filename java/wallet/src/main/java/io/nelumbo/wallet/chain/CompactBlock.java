package io.nelumbo.wallet.chain;

import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Bytes32;
import java.util.List;

/**
 * What a wallet reads of a block.
 *
 * @param height from 1
 * @param hash of the block
 * @param timeMillis of the block
 * @param root note tree root after the block
 * @param firstPosition position of the block's first output
 * @param transactions in block order
 */
public record CompactBlock(
    long height,
    Bytes32 hash,
    long timeMillis,
    Anchor root,
    long firstPosition,
    List<CompactTransaction> transactions) {

  /** A transaction's nullifiers, and its outputs in tree order. */
  public record CompactTransaction(
      TxId txid, List<Nullifier> nullifiers, List<NoteOutput> outputs) {}
}
