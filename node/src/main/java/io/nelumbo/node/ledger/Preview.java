package io.nelumbo.node.ledger;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.store.StoreBatch;
import java.util.Map;

/**
 * The state after some transactions on a head, computed but not written. Good for one commit on
 * that head.
 */
public final class Preview {
  private final BlockHash parent;
  private final Anchor noteTreeRoot;
  private final Bytes32 stateCommitment;
  private final NoteFrontier notes;
  private final Map<AssetId, SupplyAudit.Row> supply;
  private final StoreBatch changes;

  Preview(
      BlockHash parent,
      Bytes32 stateCommitment,
      NoteFrontier notes,
      Map<AssetId, SupplyAudit.Row> supply,
      StoreBatch changes) {
    this.parent = parent;
    this.noteTreeRoot = notes.root();
    this.stateCommitment = stateCommitment;
    this.notes = notes;
    this.supply = supply;
    this.changes = changes;
  }

  /** Returns the note tree's root after the transactions. */
  public Anchor noteTreeRoot() {
    return noteTreeRoot;
  }

  /** Returns the state tree's root after the transactions. */
  public Bytes32 stateCommitment() {
    return stateCommitment;
  }

  BlockHash parent() {
    return parent;
  }

  NoteFrontier notes() {
    return notes;
  }

  Map<AssetId, SupplyAudit.Row> supply() {
    return supply;
  }

  StoreBatch changes() {
    return changes;
  }
}
