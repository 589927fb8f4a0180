package io.nelumbo.node.gossip;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Points of misbehaviour and bans (docs/protocol/peers.md 5), kept beyond a connection so that
 * dialling again does not wipe them. One point is forgiven every ten seconds. Thread-safe; holds a
 * bounded number of entries. Points make room for newer points, but never for a ban: a ban is
 * forgotten early only when {@link #MAX_BANS} later ones stand.
 */
final class Scores {

  static final int LIMIT = 100;
  static final long BAN_MILLIS = 10 * 60 * 1000L;
  private static final long FORGIVE_MILLIS = 10_000;
  private static final int MAX_ENTRIES = 4096;
  static final int MAX_BANS = 65_536;

  private final Clock clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** Until when a key is banned; every ban lasts equally long, so the first ends first. */
  private final LinkedHashMap<String, Long> bans = new LinkedHashMap<>();

  private record Entry(int points, long sinceMillis) {}

  private static final Entry CLEAN = new Entry(0, 0);

  Scores(Clock clock) {
    this.clock = clock;
  }

  /**
   * The key under which a peer is remembered: its address, or its id where addresses are shared.
   */
  static String keyOf(PeerLink link) {
    return link.loopback() ? link.peerId() : link.addressGroup();
  }

  /** Adds points; returns true when this makes the peer banned. */
  synchronized boolean blame(String key, Offence offence) {
    long now = clock.millis();
    int points = pointsAt(entries.getOrDefault(key, CLEAN), now) + offence.points();
    if (points >= LIMIT) {
      ban(key, now);
      return true;
    }
    entries.put(key, new Entry(points, now));
    if (entries.size() > MAX_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
    }
    return false;
  }

  private void ban(String key, long now) {
    entries.remove(key);
    bans.putLast(key, now + BAN_MILLIS);
    while (bans.size() > MAX_BANS || bans.firstEntry().getValue() <= now) {
      bans.pollFirstEntry();
    }
  }

  synchronized boolean banned(String key) {
    return bans.getOrDefault(key, 0L) > clock.millis();
  }

  synchronized int points(String key) {
    return pointsAt(entries.getOrDefault(key, CLEAN), clock.millis());
  }

  private static int pointsAt(Entry entry, long now) {
    long forgiven = Math.max(0, now - entry.sinceMillis()) / FORGIVE_MILLIS;
    return (int) Math.max(0, entry.points() - forgiven);
  }
}
