package io.nelumbo.node;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that other threads bring about. */
public final class Await {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Await() {}

  /** Returns once the condition holds; fails after thirty seconds. */
  public static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + LIMIT.toSeconds() + " s for " + what);
      }
      Thread.sleep(5);
    }
  }
}
