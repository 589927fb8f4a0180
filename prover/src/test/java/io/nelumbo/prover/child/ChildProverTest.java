package io.nelumbo.prover.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.engine.ProvingKey;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProverException;
import io.nelumbo.prover.SampleTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prover in a child process: what it answers, refuses, survives and leaves behind. */
class ChildProverTest {
  private static final CircuitId CIRCUIT = CircuitId.TRANSFER_1X2;
  private static final ProofRequest REQUEST = SampleTransfer.of(CIRCUIT, 1);
  private static final Path KEYS = ChildSettings.ofUser().keys();

  private static ChildSettings settings(ChildSettings.Limits limits) {
    return new ChildSettings(KEYS, "", 0, limits);
  }

  private static ChildProver prover() {
    return new ChildProver(settings(ChildSettings.Limits.DEFAULT));
  }

  private static ChildProver prover(Class<?> main) {
    return new ChildProver(
        settings(ChildSettings.Limits.DEFAULT), new JavaCommand(main.getName(), List.of()));
  }

  @Test
  void prove_makesProofsThatThisProcessVerifies() {
    try (ChildProver prover = prover()) {
      ProveControl control = new ProveControl();
      assertThat(prover.prove(REQUEST, control).prove().total()).isPositive();
      assertThat(control.progressPermille()).isPositive();
      assertThat(prover.prove(REQUEST, new ProveControl()).solveNanos()).isPositive();
      assertThat(prover.status().restarts()).isZero();
    }
  }

  @Test
  void prove_falseStatement_isRefusedAndTheChildGoesOn() {
    byte[] wrong = REQUEST.assignment().clone();
    wrong[50] ^= 1;
    try (ChildProver prover = prover()) {
      ProofRequest bad = new ProofRequest(CIRCUIT, wrong, REQUEST.publicInputs());
      assertThatThrownBy(() -> prover.prove(bad, new ProveControl()))
          .isInstanceOf(ProverException.class);
      ProofRequest noAssignment =
          new ProofRequest(CIRCUIT, new byte[] {1, 2}, REQUEST.publicInputs());
      assertThatThrownBy(() -> prover.prove(noAssignment, new ProveControl()))
          .isInstanceOf(ProverException.class)
          .hasMessageContaining("assignment");
      byte[] otherInputs = SampleTransfer.of(CIRCUIT, 2).publicInputs();
      ProofRequest others = new ProofRequest(CIRCUIT, REQUEST.assignment(), otherInputs);
      assertThatThrownBy(() -> prover.prove(others, new ProveControl()))
          .isInstanceOf(ProverException.class)
          .hasMessageContaining("does not verify");
      prover.prove(REQUEST, new ProveControl());
      assertThat(prover.status().restarts()).isZero();
    }
  }

  @Test
  void prove_assignmentTooLong_isRefusedBeforeAnythingStarts() {
    try (ChildProver prover = prover()) {
      for (int length : new int[] {0, MessageCodec.MAX_ASSIGNMENT + 1}) {
        ProofRequest bad = new ProofRequest(CIRCUIT, new byte[length], REQUEST.publicInputs());
        assertThatThrownBy(() -> prover.prove(bad, new ProveControl()))
            .isInstanceOf(ProverException.class)
            .hasMessageContaining("assignment");
      }
      assertThat(prover.status().pid()).isZero();
    }
  }

  @Test
  void key_isTheSameInEveryChild(@TempDir Path folder) throws Exception {
    CircuitLibrary circuits = CircuitLibrary.load();
    Bytes32 expected;
    try (ProvingKey ours = new KeyCache(folder, circuits).open(CIRCUIT);
        ProvingKey other = new KeyCache(folder, circuits, "another").open(CIRCUIT)) {
      expected = ours.verifyingKeyHash();
      assertThat(other.verifyingKeyHash()).isNotEqualTo(expected);
    }
    String name = CIRCUIT.circuitName() + "-" + circuits.fingerprint(CIRCUIT.id());
    try (ChildProver prover =
        new ChildProver(new ChildSettings(folder, "", 0, ChildSettings.Limits.DEFAULT))) {
      assertThat(prover.verifyingKeyHash(CIRCUIT)).isEqualTo(expected);
      prover.prove(REQUEST, new ProveControl());
      Files.copy(
          folder.resolve(name + "-another.pk"),
          folder.resolve(name + ".pk"),
          StandardCopyOption.REPLACE_EXISTING);
      ProcessHandle.of(prover.status().pid()).orElseThrow().destroyForcibly();
      assertThatThrownBy(() -> proveOnANewChild(prover))
          .isInstanceOf(ProverException.class)
          .hasMessageContaining(expected.toString())
          .hasMessageContaining("changed the key folder");
    }
  }

  private static void proveOnANewChild(ChildProver prover) throws InterruptedException {
    while (prover.status().restarts() == 0) {
      Thread.sleep(5);
    }
    prover.prove(REQUEST, new ProveControl());
  }

  @Test
  void cancel_whileWaitingAndWhileProving() throws Exception {
    try (ChildProver prover = prover();
        ExecutorService callers = Executors.newFixedThreadPool(2)) {
      prover.prove(REQUEST, new ProveControl());
      ProveControl first = new ProveControl();
      ProveControl second = new ProveControl();
      Future<?> running = callers.submit(() -> prover.prove(REQUEST, first));
      Future<?> waiting = callers.submit(() -> prover.prove(REQUEST, second));
      second.cancel();
      first.cancel();
      for (Future<?> future : List.of(running, waiting)) {
        assertThatThrownBy(future::get)
            .hasRootCauseInstanceOf(ProverException.class)
            .hasRootCauseMessage("the proof was cancelled");
      }
      prover.prove(REQUEST, new ProveControl());
      assertThat(prover.status().restarts()).isZero();
    }
  }

  @Test
  void prove_whenTooManyWait_isRefused() throws Exception {
    ChildSettings.Limits one =
        new ChildSettings.Limits(Duration.ofSeconds(60), Duration.ofSeconds(10), 1, 128);
    try (ChildProver prover = new ChildProver(settings(one));
        ExecutorService caller = Executors.newSingleThreadExecutor()) {
      Future<?> first = caller.submit(() -> prover.prove(REQUEST, new ProveControl()));
      while (prover.status().state() == ChildStatus.State.NONE) {
        Thread.sleep(1);
      }
      assertThatThrownBy(() -> prover.prove(REQUEST, new ProveControl()))
          .isInstanceOf(ProverException.class)
          .hasMessageContaining("too many");
      first.get();
      prover.prove(REQUEST, new ProveControl());
    }
  }

  @Test
  void interruptedCaller_leavesAndTheChildGoesOn() throws Exception {
    try (ChildProver prover = prover()) {
      prover.prove(REQUEST, new ProveControl());
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  prover.prove(REQUEST, new ProveControl());
                  seen.complete(new AssertionError("not interrupted"));
                } catch (ProverException e) {
                  seen.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError(e));
                }
              });
      while (prover.status().state() != ChildStatus.State.WORKING) {
        Thread.sleep(1);
      }
      caller.interrupt();
      assertThat(seen.get()).isInstanceOf(ProverException.class).hasMessageContaining("interrupt");
      prover.prove(REQUEST, new ProveControl());
    }
  }

  @Test
  void close_leavesNoProcess_andProveIsRefusedAfterwards() throws Exception {
    ChildProver prover = prover();
    prover.prove(REQUEST, new ProveControl());
    ProcessHandle child = ProcessHandle.of(prover.status().pid()).orElseThrow();
    prover.close();
    assertThat(child.isAlive()).isFalse();
    assertThatThrownBy(() -> prover.prove(REQUEST, new ProveControl()))
        .isInstanceOf(ProverException.class)
        .hasMessageContaining("closed");
    prover.close();
  }

  @Test
  void prepare_startsTheProcess() throws Exception {
    try (ChildProver prover = prover()) {
      prover.prepare();
      while (prover.status().state() != ChildStatus.State.IDLE) {
        Thread.sleep(1);
      }
      assertThat(ProcessHandle.of(prover.status().pid())).isPresent();
    }
  }

  /** A child that cannot begin. */
  static final class Broken {
    private Broken() {}

    public static void main(String[] arguments) {
      Runtime.getRuntime().halt(7);
    }
  }

  @Test
  void childThatNeverStarts_failsTheJobAfterTwoTries() {
    try (ChildProver prover = prover(Broken.class)) {
      assertThatThrownBy(() -> prover.prove(REQUEST, new ProveControl()))
          .isInstanceOf(ProverException.class)
          .hasMessageContaining("ended with exit code 7");
    }
  }

  /** A child that answers with a well-formed proof that is wrong. */
  static final class Liar {
    private Liar() {}

    public static void main(String[] arguments) {
      Liars.serve(arguments);
    }
  }

  @Test
  void wrongProof_isRefusedAndTheChildReplaced() {
    try (ChildProver prover = prover(Liar.class)) {
      assertThatThrownBy(() -> prover.prove(REQUEST, new ProveControl()))
          .isInstanceOf(ProverException.class)
          .hasMessageContaining("does not verify");
      assertThat(prover.status().restarts()).isOne();
    }
  }

  /** A child that shows what it inherited. */
  static final class Teller {
    private Teller() {}

    public static void main(String[] arguments) {
      StringBuilder names = new StringBuilder();
      System.getenv().keySet().stream().sorted().forEach(n -> names.append(n).append(' '));
      Liars.fail("env " + names);
    }
  }

  @Test
  void child_inheritsNoSecretsOfTheEnvironment() {
    assertThat(System.getenv()).as("something to inherit").hasSizeGreaterThan(3);
    try (ChildProver prover = prover(Teller.class)) {
      assertThatThrownBy(() -> prover.prove(REQUEST, new ProveControl()))
          .hasMessageMatching(
              ".*env ((GOTRACEBACK|HOME|LANG|LC_ALL|NELUMBO_KERNEL|NELUMBO_LOG|PATH|TMPDIR"
                  + "|XDG_CACHE_HOME) )+.*");
    }
  }

  @Test
  void child_writesNothingWhenItCrashes() throws Exception {
    List<Path> before = crashFiles();
    crash(prover());
    assertThat(crashFiles()).isEqualTo(before);
  }

  private static void crash(ChildProver prover) throws Exception {
    try (prover) {
      prover.prove(REQUEST, new ProveControl());
      long pid = prover.status().pid();
      new ProcessBuilder("kill", "-SEGV", Long.toString(pid)).start().waitFor();
      while (prover.status().restarts() == 0) {
        Thread.sleep(5);
      }
      prover.prove(REQUEST, new ProveControl());
      assertThat(prover.status().pid()).isNotEqualTo(pid);
    }
  }

  /** What crashes leave in the working folder. */
  private static List<Path> crashFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
      return files
          .filter(f -> f.getFileName().toString().matches("core.*|hs_err.*|.*\\.hprof"))
          .sorted()
          .toList();
    }
  }

  @Test
  void pauses_growToABound() {
    assertThat(Supervisor.pauseMillis(0)).isZero();
    assertThat(Supervisor.pauseMillis(1)).isEqualTo(100);
    assertThat(Supervisor.pauseMillis(3)).isEqualTo(400);
    assertThat(Supervisor.pauseMillis(1_000_000)).isEqualTo(5000);
  }

  @Test
  void circuitLibrary_isMappedByTheChildOnly() throws Exception {
    ProcessBuilder parent =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MapProbe.class.getName());
    Process process = parent.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("before engine=true circuits=false")
        .contains("with child engine=true circuits=false")
        .contains("in process engine=true circuits=true");
  }
}
