package io.nelumbo.cli.campaign;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends this process the n-th time that one point is reached; nothing is flushed or told. */
final class KillSwitch {
  private static final int LONGEST_NANOS = 2_000_000;

  private final KillPoint armed;
  private final AtomicInteger left;

  KillSwitch(KillPoint armed, int times) {
    this.armed = armed;
    left = new AtomicInteger(times);
  }

  /** Whether the process ends at this point, now. */
  boolean due(KillPoint point) {
    return point == armed && left.decrementAndGet() == 0;
  }

  void reached(KillPoint point) {
    if (due(point)) {
      end();
    }
  }

  /** Ends the process from another thread while this one goes on. */
  void during(KillPoint point) {
    if (due(point)) {
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
    Runtime.getRuntime().halt(armed.status());
  }
}
