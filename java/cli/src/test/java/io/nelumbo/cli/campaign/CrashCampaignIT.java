package io.nelumbo.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The campaign of kills: 50 in every run of the tests. By hand, with a line in the file of results:
 *
 * <pre>
 * mvn -Dtest=CrashCampaignIT -Dnelumbo.campaign.kills=500
 *     -Dnelumbo.campaign.record=bench/results/crash-campaign.csv ...
 * </pre>
 */
class CrashCampaignIT {
  private static final int KILLS = Integer.getInteger("nelumbo.campaign.kills", 50);

  /** By hand: after so many minutes the kills until then have to do. */
  private static final long MINUTES = Long.getLong("nelumbo.campaign.minutes", 120);

  private static final long SEED = Long.getLong("nelumbo.seed", System.nanoTime());

  /** Of processor time, which a busy machine does not change as it changes that on the wall. */
  private static final long MAX_RESTART_MILLIS = 10_000;

  /** So many kills reach every point, and the test says so. */
  private static final int ENOUGH_FOR_ALL = 50;

  /** A journal that is never synced is noticed after a few kills; with more, still. */
  private static final Campaign.Extent FAULTY = new Campaign.Extent(20, 5);

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothingAcknowledgedIsLostWhereverANodeIsKilled() throws Exception {
    Path folder = Files.createTempDirectory("nelumbo-campaign-");
    try (Campaign campaign =
        new Campaign(
            folder,
            new Campaign.Extent(KILLS, MINUTES),
            List.of(Unsynced.KEPT, Unsynced.LOST),
            SEED)) {
      Tally.End end = campaign.run();
      Tally tally = campaign.tally();
      System.out.print(tally.table(end));
      assertThat(tally.total()).isBetween(1, KILLS);
      assertThat(tally.total() == KILLS || campaign.timeIsUp()).isTrue();
      if (tally.total() >= ENOUGH_FOR_ALL) {
        assertThat(KillPoint.values())
            .allSatisfy(point -> assertThat(tally.at(point)).isPositive());
      }
      assertThat(end.transactions()).isGreaterThan(tally.total() / 2);
      assertThat(end.shielded()).isPositive();
      assertThat(tally.dearestRestartMillis()).isBetween(1L, MAX_RESTART_MILLIS);
      String record = System.getProperty("nelumbo.campaign.record");
      if (record != null) {
        tally.record(Path.of(System.getProperty("nelumbo.root", ".")).resolve(record), end);
      }
    } catch (Throwable e) {
      System.err.println("seed " + SEED + "; folders and logs stay in " + folder);
      throw e;
    }
    remove(folder);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aJournalThatForgetsIsNoticed() throws Exception {
    Path folder = Files.createTempDirectory("nelumbo-campaign-");
    try (Campaign campaign =
        new Campaign(folder, FAULTY, List.of(Unsynced.JOURNAL_NEVER_SYNCED), SEED)) {
      assertThatThrownBy(campaign::run)
          .isInstanceOf(AssertionError.class)
          .rootCause()
          .hasMessageContaining("lost transaction")
          .hasMessageContaining("JOURNAL_NEVER_SYNCED");
    }
    remove(folder);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}
