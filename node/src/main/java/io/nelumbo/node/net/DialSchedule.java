package io.nelumbo.node.net;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * When to dial one address again: after 0.5 s, doubled with each failure up to 60 s, each time
 * between half and all of it, so that nodes that lost the same peer do not return in step.
 */
final class DialSchedule {

  static final long FIRST_MILLIS = 500;
  static final long MAX_MILLIS = 60_000;
  private static final int MAX_DOUBLINGS = 7;

  private final Clock clock;
  private final RandomGenerator random;
  private int failures;
  private long nextMillis;

  DialSchedule(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.nextMillis = clock.millis();
  }

  boolean due() {
    return clock.millis() >= nextMillis;
  }

  /** The attempt failed, or the handshake was refused. */
  void failed() {
    long full = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures, MAX_DOUBLINGS));
    failures++;
    nextMillis = clock.millis() + full / 2 + random.nextLong(full / 2 + 1);
  }

  /** The handshake is complete; when the connection ends, the first delay applies. */
  void succeeded() {
    failures = 0;
  }
}
