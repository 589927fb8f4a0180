package io.nelumbo.prover.child;

import io.nelumbo.engine.LibraryFile;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a prover process is run.
 *
 * @param keys folder of proving keys, see {@link io.nelumbo.prover.KeyCache}
 * @param label of the development keys; empty for those of development networks
 * @param threads workers of the native engine; 0 means one per processor
 * @param limits time and room
 */
public record ChildSettings(Path keys, String label, int threads, Limits limits) {
  /**
   * Bounds.
   *
   * @param start longest wait for a new child to be ready, and for a key to be opened or made
   * @param silence longest time without progress in a job; then the child counts as hung
   * @param queue jobs that may wait
   * @param heapMegabytes of the child's Java heap; keys and proofs lie outside it
   */
  public record Limits(Duration start, Duration silence, int queue, int heapMegabytes) {
    /** 60 s, 10 s, 64 jobs, 128 MiB. */
    public static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(60), Duration.ofSeconds(10), 64, 128);

    /** Checks the ranges. */
    public Limits {
      if (start.isNegative() || silence.isNegative() || start.isZero() || silence.isZero()) {
        throw new IllegalArgumentException("time-outs of a prover process must be positive");
      }
      if (queue < 1 || queue > 100_000 || heapMegabytes < 16 || heapMegabytes > 65_536) {
        throw new IllegalArgumentException(
            "a prover process has 1 to 100000 waiting jobs and 16 to 65536 MiB of heap");
      }
    }
  }

  /** The user's keys of development networks, with the usual limits. */
  public static ChildSettings ofUser() {
    Path keys = LibraryFile.cacheFolder(System.getenv()).resolve("keys");
    return new ChildSettings(keys, "", 0, Limits.DEFAULT);
  }
}
