package io.nelumbo.node.gossip;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How peers fared when they were asked for blocks. It is kept under the keys of {@link Scores}, so
 * that dialling again wipes nothing. Belongs to the gossip thread; holds a bounded number of
 * entries.
 */
final class CatchUpHistory {

  private static final long FIRST_DELAY_MILLIS = 1_000;
  private static final long LAST_DELAY_MILLIS = 60_000;
  private static final int MAX_DOUBLINGS = 6;
  private static final int MAX_ENTRIES = 4096;

  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param failures answers since the last good one that did not raise this node's head
   */
  private record Entry(int failures, long askedMillis, long notBeforeMillis) {}

  private static final Entry NEW = new Entry(0, Long.MIN_VALUE, Long.MIN_VALUE);

  private Entry of(PeerState peer) {
    return entries.getOrDefault(Scores.keyOf(peer.link), NEW);
  }

  private void put(PeerState peer, Entry entry) {
    entries.put(Scores.keyOf(peer.link), entry);
    if (entries.size() > MAX_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  boolean mayAsk(PeerState peer, long now) {
    return now >= of(peer).notBeforeMillis();
  }

  void asked(PeerState peer, long now) {
    Entry entry = of(peer);
    put(peer, new Entry(entry.failures(), now, entry.notBeforeMillis()));
  }

  void succeeded(PeerState peer) {
    put(peer, new Entry(0, of(peer).askedMillis(), Long.MIN_VALUE));
  }

  /** Each failure in a row doubles the time until the peer is asked again. */
  void failed(PeerState peer, long now) {
    Entry entry = of(peer);
    long delay =
        Math.min(
            LAST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(entry.failures(), MAX_DOUBLINGS));
    put(peer, new Entry(entry.failures() + 1, entry.askedMillis(), now + delay));
  }

  /** Fewer failures first, then who was asked longest ago, then the greater height. */
  int compare(PeerState a, PeerState b) {
    int byFailures = Integer.compare(of(a).failures(), of(b).failures());
    if (byFailures != 0) {
      return byFailures;
    }
    int byTurn = Long.compare(of(a).askedMillis(), of(b).askedMillis());
    return byTurn != 0 ? byTurn : Long.compareUnsigned(b.headHeight, a.headHeight);
  }
}
