package io.nelumbo.node.admission;

import io.nelumbo.core.tx.WtxId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions that may become valid with the next block; the oldest give way to new ones. Keyed by
 * wtxid, because whoever saw a body can send it again with another proof: both are then tried.
 */
final class DeferredTransactions {
  /** The bytes of a deferred transaction and who sent it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Deferred(byte[] bytes, Origin origin) {}

  private final int capacity;
  private final Map<WtxId, Deferred> waiting = new LinkedHashMap<>();

  DeferredTransactions(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(WtxId wtxid, byte[] bytes, Origin origin) {
    if (capacity == 0 || waiting.containsKey(wtxid)) {
      return;
    }
    if (waiting.size() >= capacity) {
      waiting.remove(waiting.keySet().iterator().next());
    }
    waiting.put(wtxid, new Deferred(bytes, origin));
  }

  /** Takes all of them out. */
  synchronized List<Deferred> drain() {
    List<Deferred> all = new ArrayList<>(waiting.values());
    waiting.clear();
    return all;
  }
}
