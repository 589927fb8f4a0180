package io.nelumbo.node.admission;

import io.nelumbo.core.tx.WtxId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that may become valid with the next block. Keyed by wtxid, because whoever saw a
 * body can send it again with another proof: both are then tried. The oldest give way to new ones,
 * first those of the same source when it has used up its share: nobody pushes the others out.
 */
final class DeferredTransactions {
  /** The bytes of a deferred transaction and who sent it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Deferred(byte[] bytes, Origin origin) {}

  private static final int SHARES = 8;

  private final int capacity;
  private final int share;
  private final Map<WtxId, Deferred> waiting = new LinkedHashMap<>();
  private final Map<Origin, Integer> perSource = new HashMap<>();

  DeferredTransactions(int capacity) {
    this.capacity = capacity;
    share = Math.max(1, capacity / SHARES);
  }

  synchronized void add(WtxId wtxid, byte[] bytes, Origin origin) {
    if (capacity == 0 || waiting.containsKey(wtxid)) {
      return;
    }
    if (perSource.getOrDefault(origin, 0) >= share) {
      removeOldest(origin);
    } else if (waiting.size() >= capacity) {
      removeOldest(null);
    }
    waiting.put(wtxid, new Deferred(bytes, origin));
    perSource.merge(origin, 1, Integer::sum);
  }

  private void removeOldest(@Nullable Origin of) {
    Iterator<Deferred> all = waiting.values().iterator();
    while (all.hasNext()) {
      Origin origin = all.next().origin();
      if (of == null || of.equals(origin)) {
        all.remove();
        perSource.merge(origin, -1, Integer::sum);
        perSource.remove(origin, 0);
        return;
      }
    }
  }

  /** Takes all of them out. */
  synchronized List<Deferred> drain() {
    List<Deferred> all = new ArrayList<>(waiting.values());
    waiting.clear();
    perSource.clear();
    return all;
  }
}
