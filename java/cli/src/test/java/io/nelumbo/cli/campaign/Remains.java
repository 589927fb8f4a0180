package io.nelumbo.cli.campaign;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TreeHash;
import io.nelumbo.node.mempool.MempoolJournal;
import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.RocksStore;
import io.nelumbo.verifier.NetworkParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a dead node has left on its disk, read before its next start: no peer and no client can have
 * given back what it lost.
 */
final class Remains {
  private final CampaignNode node;
  private final NetworkParameters parameters;

  Remains(CampaignNode node, NetworkParameters parameters) {
    this.node = node;
    this.parameters = parameters;
  }

  /** What is missing, in words; empty when nothing is. */
  Optional<String> missing(List<TxId> acknowledged) throws IOException, DecodeException {
    Map.Entry<Long, String> shown = node.shown();
    if (acknowledged.isEmpty() && shown.getKey() == 0) {
      return Optional.empty();
    }
    try (StoredLedger ledger =
        StoredLedger.open(
            RocksStore.openReadOnly(node.data().resolve("chain")), parameters, TreeHash.ENGINE)) {
      String found = ledger.blockHash(shown.getKey()).map(Object::toString).orElse("nothing");
      if (shown.getKey() > 0 && !found.equals(shown.getValue())) {
        return Optional.of("lost block " + shown + " and has " + found);
      }
      Set<TxId> journal = journal();
      return acknowledged.stream()
          .filter(txid -> !journal.contains(txid) && ledger.transactionHeight(txid).isEmpty())
          .findAny()
          .map(txid -> "lost transaction " + txid);
    }
  }

  /** The journal's transactions; a copy is opened, because opening cuts off a torn end. */
  private Set<TxId> journal() throws IOException, DecodeException {
    Path copy = node.data().resolveSibling(node.name() + ".journal");
    Files.copy(node.data().resolve("mempool.journal"), copy, StandardCopyOption.REPLACE_EXISTING);
    Set<TxId> journal = new HashSet<>();
    MempoolJournal opened = MempoolJournal.open(Disk.SYSTEM, copy);
    try {
      for (byte[] bytes : opened.transactions()) {
        journal.add(Transaction.parse(bytes).txid());
      }
    } finally {
      opened.close();
    }
    return journal;
  }
}
