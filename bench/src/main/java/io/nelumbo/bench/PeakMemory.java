package io.nelumbo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How far the resident memory of this process grows during a piece of work: the kernel's high-water
 * mark, reset before, less what was resident then. Linux only.
 */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private final long before;

  private PeakMemory(long before) {
    this.before = before;
  }

  /** Resets the high-water mark; see proc_pid_clear_refs(5). */
  static PeakMemory start() {
    try {
      Files.writeString(CLEAR, "5");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot reset the peak of resident memory in " + CLEAR, e);
    }
    return new PeakMemory(kibibytes("VmRSS:"));
  }

  /** Growth since start, in mebibytes. */
  double growthMebibytes() {
    return Math.max(0, kibibytes("VmHWM:") - before) / 1024.0;
  }

  /** The high-water mark itself, in mebibytes. */
  static double peakMebibytes() {
    return kibibytes("VmHWM:") / 1024.0;
  }

  private static long kibibytes(String field) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(field)) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STATUS, e);
    }
    throw new IllegalStateException(STATUS + " has no line " + field);
  }
}
