package io.nelumbo.node.net;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts connections, in total and by address group, from the moment they are accepted or dialled.
 * Thread-safe.
 */
final class ConnectionLimits {

  private final int maxTotal;
  private final int maxPerGroup;
  private final Map<String, Integer> byGroup = new HashMap<>();
  private int total;

  ConnectionLimits(int maxTotal, int maxPerGroup) {
    this.maxTotal = maxTotal;
    this.maxPerGroup = maxPerGroup;
  }

  /** Takes a place, or returns false when there is none. */
  synchronized boolean enter(String group) {
    int inGroup = byGroup.getOrDefault(group, 0);
    if (total >= maxTotal || inGroup >= maxPerGroup) {
      return false;
    }
    total++;
    byGroup.put(group, inGroup + 1);
    return true;
  }

  /** Gives a place back that {@link #enter} granted. */
  synchronized void leave(String group) {
    total--;
    byGroup.computeIfPresent(group, (unused, count) -> count > 1 ? count - 1 : null);
  }

  synchronized int total() {
    return total;
  }
}
