package io.nelumbo.cli.campaign;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends this process the n-th time that one point is reached; nothing is flushed or told. A point
 * that is not one of the start counts from {@link #started} on.
 */
final class KillSwitch {
  private static final int LONGEST_NANOS = 2_000_000;

  private final KillPoint point;
  private final AtomicInteger left;
  private volatile boolean armed;

  KillSwitch(KillPoint point, int times) {
    this.point = point;
    left = new AtomicInteger(times);
    armed = point.atStart();
  }

  /** The node has started. */
  void started() {
    armed = true;
  }

  /** Whether the process ends at this point, now. */
  boolean due(KillPoint reached) {
    return armed && reached == point && left.decrementAndGet() == 0;
  }

  void reached(KillPoint reached) {
    if (due(reached)) {
      end();
    }
  }

  /** Ends the process from another thread while this one goes on. */
  void during(KillPoint reached) {
    if (due(reached)) {
      long end = System.nanoTime() + ThreadLocalRandom.current().nextInt(LONGEST_NANOS);
      Thread.ofPlatform()
          .start(() -> {
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            end();
          });
    }
  }

  void end() {
    Runtime.getRuntime().halt(point.status());
  }
}
