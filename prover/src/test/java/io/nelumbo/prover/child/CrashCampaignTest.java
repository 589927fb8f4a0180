package io.nelumbo.prover.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.engine.ProvingKey;
import io.nelumbo.engine.VerifyingKey;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProverException;
import io.nelumbo.prover.SampleTransfer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The prover process is ended in six ways at random moments, most of them inside a proof: no wrong
 * proof comes out, every job is answered, nothing is left behind, and the next process is soon
 * there.
 *
 * <p>Each way is taken ten times in every run of the tests; {@code -Dnelumbo.kills=50} makes it the
 * whole campaign. The figures stand in {@code target/crash-campaign.json}.
 */
class CrashCampaignTest {
  private static final CircuitId CIRCUIT = CircuitId.TRANSFER_1X2;
  private static final int KILLS = Integer.getInteger("nelumbo.kills", 10);
  private static final long SEED = Long.getLong("nelumbo.seed", 20_261_122L);
  private static final long RECOVERY_MILLIS = 2000;

  /** Ten seconds in real life; the rule is the same. */
  private static final Duration SILENCE = Duration.ofMillis(1500);

  @TempDir Path folder;

  /** How a process is brought to its end. */
  private enum Way {
    SIGSEGV,
    SIGKILL,
    SIGABRT,
    OUT_OF_MEMORY,
    GARBAGE,
    HANG
  }

  /** What happened in one way. */
  private static final class Tally {
    final Way way;
    int kills;
    int insideProof;
    int proofs;
    int wrong;
    int failedCleanly;
    final List<Long> recoveryMillis = new ArrayList<>();

    Tally(Way way) {
      this.way = way;
    }

    long median() {
      return recoveryMillis.stream().sorted().toList().get(recoveryMillis.size() / 2);
    }

    long max() {
      return recoveryMillis.stream().mapToLong(m -> m).max().orElseThrow();
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "%-14s kills %3d, inside a proof %3d, proofs %3d, wrong %d, failed cleanly %d, ready"
              + " again after %d ms (median), %d ms (longest)",
          way,
          kills,
          insideProof,
          proofs,
          wrong,
          failedCleanly,
          median(),
          max());
    }

    String json() {
      return String.format(
          Locale.ROOT,
          "{\"way\": \"%s\", \"kills\": %d, \"inside_proof\": %d, \"proofs\": %d, \"wrong\": %d,"
              + " \"failed_cleanly\": %d, \"recovery_ms_median\": %d, \"recovery_ms_max\": %d}",
          way,
          kills,
          insideProof,
          proofs,
          wrong,
          failedCleanly,
          median(),
          max());
    }
  }

  @Test
  void everyWayOfDying_costsNothingButTime() throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    CircuitLibrary circuits = CircuitLibrary.load();
    List<Tally> tallies = new ArrayList<>();
    Leaks before;
    long bound = recoveryBound();
    try (ProvingKey proving = new KeyCache(keys, circuits).open(CIRCUIT);
        VerifyingKey verifying = VerifyingKey.open(proving.verifyingKeyBytes())) {
      warmUp(keys, verifying);
      before = Leaks.now(folder);
      // Two at a time: while one waits for a hung process, the other works.
      try (ExecutorService lanes = Executors.newFixedThreadPool(2)) {
        List<Future<Tally>> all = new ArrayList<>();
        for (Way way :
            List.of(
                Way.HANG, Way.SIGSEGV, Way.SIGKILL, Way.SIGABRT, Way.OUT_OF_MEMORY, Way.GARBAGE)) {
          all.add(lanes.submit(() -> campaign(way, KILLS, keys, verifying)));
        }
        for (Future<Tally> tally : all) {
          tallies.add(tally.get());
        }
      }
      assertNothingLeft(before);
    }
    report(tallies);
    for (Tally tally : tallies) {
      assertThat(tally.wrong).as("wrong proofs, %s", tally.way).isZero();
      assertThat(tally.kills).as("kills, %s", tally.way).isEqualTo(KILLS);
      assertThat(tally.proofs).as("proofs, %s", tally.way).isGreaterThanOrEqualTo(KILLS / 2);
      assertThat(tally.median())
          .as("median recovery in ms, %s", tally.way)
          .isLessThanOrEqualTo(bound);
    }
    assertThat(tallies.stream().mapToInt(t -> t.insideProof).sum())
        .as("kills inside a proof")
        .isGreaterThan(KILLS);
  }

  /** Two seconds, and in proportion more on a machine that has more to do than it can. */
  private static long recoveryBound() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    double busy = system.getSystemLoadAverage() / system.getAvailableProcessors();
    return (long) (RECOVERY_MILLIS * Math.max(1, busy));
  }

  /** Opens what stays open for good: classes, libraries, jars. */
  private void warmUp(Path keys, VerifyingKey verifying) throws Exception {
    campaign(Way.SIGKILL, 1, keys, verifying);
    campaign(Way.GARBAGE, 1, keys, verifying);
  }

  private Tally campaign(Way way, int kills, Path keys, VerifyingKey verifying) throws Exception {
    Tally tally = new Tally(way);
    SplittableRandom random = new SplittableRandom(SEED + way.ordinal());
    Path trigger = folder.resolve("trigger-" + way);
    ChildSettings settings =
        new ChildSettings(
            keys, "", 1, new ChildSettings.Limits(Duration.ofSeconds(20), SILENCE, 4, 64));
    try (ChildProver prover = new ChildProver(settings, SabotagedChild.command(trigger));
        ExecutorService caller = Executors.newSingleThreadExecutor()) {
      long typical = prove(prover, verifying, tally, random.nextLong());
      while (tally.kills < kills) {
        int restarts = prover.status().restarts();
        long seed = random.nextLong();
        Future<Long> job = caller.submit(() -> prove(prover, verifying, tally, seed));
        Thread.sleep(random.nextLong(1 + typical * 11 / 10));
        strike(way, prover, trigger, tally);
        job.get();
        while (prover.status().restarts() == restarts) {
          if (way == Way.HANG) {
            // One that stopped while it was idle is found out by the next job.
            prove(prover, verifying, tally, seed);
          }
          Thread.sleep(1);
        }
        tally.kills++;
        tally.recoveryMillis.add(prover.status().lastRecovery().toMillis());
        typical = Math.min(typical, 500);
      }
    }
    return tally;
  }

  private static void strike(Way way, ChildProver prover, Path trigger, Tally tally)
      throws Exception {
    ChildStatus status = prover.status();
    while (status.pid() == 0) {
      Thread.sleep(1);
      status = prover.status();
    }
    if (status.state() == ChildStatus.State.WORKING) {
      tally.insideProof++;
    }
    switch (way) {
      case SIGSEGV -> signal("SEGV", status.pid());
      case SIGKILL -> signal("KILL", status.pid());
      case SIGABRT -> signal("ABRT", status.pid());
      case HANG -> signal("STOP", status.pid());
      case OUT_OF_MEMORY, GARBAGE -> {
        Path draft = Files.writeString(trigger.resolveSibling(way + ".draft"), way.name());
        Files.move(draft, trigger, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  /** One job; true proofs and clean failures are counted, and how long it took is returned. */
  private static long prove(ChildProver prover, VerifyingKey key, Tally tally, long seed) {
    ProofRequest request = SampleTransfer.of(CIRCUIT, seed);
    long start = System.nanoTime();
    try {
      byte[] proof = prover.prove(request, new ProveControl()).proof().toByteArray();
      tally.proofs++;
      if (!key.verify(proof, request.publicInputs())) {
        tally.wrong++;
      }
    } catch (ProverException e) {
      assertThat(e).hasMessageContaining("no proof was made: the prover process");
      tally.failedCleanly++;
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** What a process could leave behind. */
  private record Leaks(long descriptors, List<ProcessHandle> children, Set<String> files) {
    static Leaks now(Path folder) throws IOException {
      Set<String> files = new TreeSet<>();
      for (Path place : List.of(folder, folder.resolve("keys"), Path.of("").toAbsolutePath())) {
        try (Stream<Path> entries = Files.list(place)) {
          entries.map(Path::toString).forEach(files::add);
        }
      }
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
        return new Leaks(
            descriptors.count(), ProcessHandle.current().descendants().toList(), files);
      }
    }
  }

  private void assertNothingLeft(Leaks before) throws Exception {
    Leaks after = Leaks.now(folder);
    for (int i = 0; i < 100 && after.descriptors() > before.descriptors(); i++) {
      // Pipes of a process are closed by the thread that reaps it.
      Thread.sleep(20);
      after = Leaks.now(folder);
    }
    assertThat(after.children()).as("child processes").isEmpty();
    assertThat(after.files()).as("files").isEqualTo(before.files());
    assertThat(after.descriptors())
        .as("file descriptors")
        .isLessThanOrEqualTo(before.descriptors());
  }

  private static void report(List<Tally> tallies) throws IOException {
    tallies.forEach(tally -> System.out.println(tally.line()));
    System.out.println("leaks: 0 file descriptors, 0 processes, 0 files");
    Path target = Files.createDirectories(Path.of("target"));
    Files.writeString(
        target.resolve("crash-campaign.json"),
        "{\"seed\": "
            + SEED
            + ", \"leaked_descriptors\": 0, \"leaked_processes\": 0, \"leaked_files\": 0,\n"
            + " \"ways\": [\n  "
            + String.join(",\n  ", tallies.stream().map(Tally::json).toList())
            + "]}\n");
  }
}
