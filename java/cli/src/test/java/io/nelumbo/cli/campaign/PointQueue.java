package io.nelumbo.cli.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * All points in turn, shuffled anew each round, so that each comes equally often; one that was not
 * reached comes again at once. Thread-safe.
 */
final class PointQueue {
  private static final int MOST_TIMES = 4;
  private static final long PATIENCE_MILLIS = 6_000;

  private final Random random;
  private final List<Unsynced> unsynced;
  private final List<KillPoint> left = new ArrayList<>();

  PointQueue(Random random, List<Unsynced> unsynced) {
    this.random = random;
    this.unsynced = List.copyOf(unsynced);
  }

  synchronized CampaignNode.Fate next() {
    if (left.isEmpty()) {
      left.addAll(List.of(KillPoint.values()));
      Collections.shuffle(left, random);
    }
    return new CampaignNode.Fate(
        left.removeLast(),
        1 + random.nextInt(MOST_TIMES),
        unsynced.get(random.nextInt(unsynced.size())));
  }

  /** A point was not reached. */
  synchronized void again(KillPoint point) {
    left.add(point);
  }

  /** How long a process may take to reach a point. */
  synchronized long patienceMillis(KillPoint point) {
    return point == KillPoint.SIGNAL ? 100 + random.nextInt(2_000) : PATIENCE_MILLIS;
  }
}
