package io.nelumbo.node.app;

import io.nelumbo.node.ledger.HeadMark;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TreeHash;
import io.nelumbo.node.store.KeyValueStore;
import io.nelumbo.verifier.NetworkParameters;
import java.util.Optional;

/** Opens the chain of a data folder. */
final class ChainFolder {
  private ChainFolder() {}

  static StoredLedger openLedger(
      DataDirectory directory, Media media, NetworkParameters parameters) {
    KeyValueStore store = media.store().apply(directory.chain());
    HeadMark mark = null;
    try {
      mark = HeadMark.open(media.disk(), directory.headMark());
      return StoredLedger.open(
          new StoredLedger.Medium(store, Optional.of(mark)), parameters, TreeHash.ENGINE);
    } catch (RuntimeException e) {
      if (mark != null) {
        mark.close();
      }
      store.close();
      throw e;
    }
  }
}
