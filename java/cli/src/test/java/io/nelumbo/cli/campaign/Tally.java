package io.nelumbo.cli.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a campaign counted. Thread-safe. */
final class Tally {
  private final Map<KillPoint, Integer> kills = new EnumMap<>(KillPoint.class);
  private long slowestRestartMillis;
  private long dearestRestartMillis;
  private int begun;

  /** Says that one more process may be killed; false when there are enough. */
  synchronized boolean begin(int wanted) {
    if (begun >= wanted) {
      return false;
    }
    begun++;
    return true;
  }

  synchronized void killed(KillPoint point) {
    kills.merge(point, 1, Integer::sum);
  }

  /** Times from the start of a process to its first answer: on the wall, and of processors. */
  synchronized void restarted(long millis, long processorMillis) {
    slowestRestartMillis = Math.max(slowestRestartMillis, millis);
    dearestRestartMillis = Math.max(dearestRestartMillis, processorMillis);
  }

  synchronized int total() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized long dearestRestartMillis() {
    return dearestRestartMillis;
  }

  synchronized int at(KillPoint point) {
    return kills.getOrDefault(point, 0);
  }

  /** The numbers of the end, beside the kills; a campaign that loses anything has no end. */
  record End(int transactions, long shielded, int nullifiers, long height) {}

  synchronized String table(End end) {
    StringBuilder text = new StringBuilder();
    for (KillPoint point : KillPoint.values()) {
      text.append(String.format("  %-22s %4d kills%n", point, at(point)));
    }
    return text
        + String.format(
            "%d kills; kept: %d transactions acknowledged (%d shielded), %d blocks, %d nullifiers;"
                + " slowest restart %d ms, dearest %d ms of processor time%n",
            total(),
            end.transactions(),
            end.shielded(),
            end.height(),
            end.nullifiers(),
            slowestRestartMillis,
            dearestRestartMillis);
  }

  /** Appends a line to a file that only grows. */
  synchronized void record(Path file, End end) throws IOException {
    String points =
        Stream.of(KillPoint.values())
            .map(point -> point.name().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(","));
    if (!Files.exists(file)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          "date,kills,"
              + points
              + ",transactions,shielded,nullifiers,height,"
              + "slowest_restart_millis,dearest_restart_processor_millis\n");
    }
    String counts =
        Stream.of(KillPoint.values())
            .map(point -> Integer.toString(at(point)))
            .collect(Collectors.joining(","));
    Files.writeString(
        file,
        String.join(
                ",",
                LocalDate.now(java.time.ZoneOffset.UTC).toString(),
                Integer.toString(total()),
                counts,
                Integer.toString(end.transactions()),
                Long.toString(end.shielded()),
                Integer.toString(end.nullifiers()),
                Long.toString(end.height()),
                Long.toString(slowestRestartMillis),
                Long.toString(dearestRestartMillis))
            + "\n",
        StandardOpenOption.APPEND);
  }
}
