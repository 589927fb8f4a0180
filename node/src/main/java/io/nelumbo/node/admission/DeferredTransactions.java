package io.nelumbo.node.admission;

import io.nelumbo.core.tx.TxId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Transactions that may become valid with the next block; the oldest give way to new ones. */
final class DeferredTransactions {
  /** The bytes of a deferred transaction and who sent it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Deferred(byte[] bytes, Origin origin) {}

  private final int capacity;
  private final Map<TxId, Deferred> waiting = new LinkedHashMap<>();

  DeferredTransactions(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(TxId txid, byte[] bytes, Origin origin) {
    if (capacity == 0) {
      return;
    }
    if (waiting.size() >= capacity && !waiting.containsKey(txid)) {
      waiting.remove(waiting.keySet().iterator().next());
    }
    waiting.put(txid, new Deferred(bytes, origin));
  }

  /** Takes all of them out. */
  synchronized List<Deferred> drain() {
    List<Deferred> all = new ArrayList<>(waiting.values());
    waiting.clear();
    return all;
  }
}
