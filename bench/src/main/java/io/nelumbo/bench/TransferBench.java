package io.nelumbo.bench;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.circuits.GnarkProof;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.Engine;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.engine.VerifyingKey;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.SampleTransfer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Transfers, ours and gnark's in turns in one process, so that both meet the same machine at the
 * same time. Every proof of either side is verified by the other. gnark runs with its default of
 * one thread per processor and counts solving into its time, so ours is counted the same way: solve
 * + prove.
 */
public final class TransferBench {
  private static final int BATCH = 64;
  private static final int DISTINCT = 4;
  private static final long SEED = 20_261_122L;

  private final int rounds;
  private final int threads;
  private final Consumer<String> progress;
  private final CircuitLibrary circuits = CircuitLibrary.load();

  /** A run of so many rounds; threads 0 means one per processor. */
  public TransferBench(int rounds, int threads, Consumer<String> progress) {
    this.rounds = rounds;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Runs everything; the result is a tree of maps, lists, numbers and strings. Times are in
   * milliseconds.
   */
  public Map<String, Object> run() {
    Engine engine = Engine.load();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("cpu", engine.cpuFeatures());
    report.put("kernel", engine.kernel());
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("threads", threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    report.put("rounds", rounds);
    report.put("seed", SEED);
    List<Map<String, Object>> results = new ArrayList<>();
    try (InProcessProver prover =
            new InProcessProver(circuits, KeyCache.ofUser(circuits), threads);
        NativeContext context = NativeContext.open(threads)) {
      for (CircuitId circuit : CircuitId.values()) {
        results.add(measure(circuit, prover, context));
      }
    }
    report.put("circuits", results);
    return report;
  }

  private Map<String, Object> measure(
      CircuitId circuit, InProcessProver prover, NativeContext context) {
    progress.accept(circuit.circuitName() + ": keys of both sides (some seconds) ...");
    Samples samples = new Samples();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("circuit", circuit.circuitName());
    try (VerifyingKey key = VerifyingKey.open(prover.verifyingKeyBytes(circuit))) {
      round(circuit, prover, key, SEED, new Samples());
      for (int i = 0; i < rounds; i++) {
        progress.accept(circuit.circuitName() + ": round " + (i + 1) + " of " + rounds);
        round(circuit, prover, key, SEED + 1 + i, samples);
      }
      samples.write(result);
      result.put("batch_verify_64_per_proof", batch(circuit, prover, key, context));
    }
    result.put(
        "ratio_gnark_to_ours",
        Samples.median(samples.gnarkProve) / Samples.median(samples.solveAndProve));
    result.put(
        "ratio_gnark_to_ours_best",
        Samples.best(samples.gnarkProve) / Samples.best(samples.solveAndProve));
    return result;
  }

  private void round(
      CircuitId circuit, InProcessProver prover, VerifyingKey key, long seed, Samples samples) {
    ProofRequest request = SampleTransfer.of(circuit, seed);
    boolean gnarkFirst = seed % 2 == 0;
    if (gnarkFirst) {
      gnark(circuit, request, key, samples);
    }
    ours(circuit, request, prover, samples);
    if (!gnarkFirst) {
      gnark(circuit, request, key, samples);
    }
  }

  private void ours(
      CircuitId circuit, ProofRequest request, InProcessProver prover, Samples samples) {
    PeakMemory memory = PeakMemory.start();
    ProofResult result = prover.prove(request, new ProveControl());
    samples.add(result);
    samples.peakGrowth.add(memory.growthMebibytes());
    samples.peak.add(PeakMemory.peakMebibytes());
    long start = System.nanoTime();
    boolean valid =
        circuits.gnarkVerify(circuit.id(), result.proof().toByteArray(), request.publicInputs());
    samples.gnarkVerify.add(millis(System.nanoTime() - start));
    require(valid, "gnark refused our proof");
  }

  private void gnark(CircuitId circuit, ProofRequest request, VerifyingKey key, Samples samples) {
    GnarkProof proof = circuits.gnarkProve(circuit.id(), request.assignment());
    samples.gnarkProve.add(millis(proof.solveAndProveNanos()));
    require(
        java.util.Arrays.equals(proof.publicInputs(), request.publicInputs()),
        "gnark and we disagree on the public inputs");
    require(key.verify(proof.proof(), proof.publicInputs()), "we refused gnark's proof");
  }

  private double batch(
      CircuitId circuit, InProcessProver prover, VerifyingKey key, NativeContext context) {
    ByteArrayOutputStream proofs = new ByteArrayOutputStream();
    ByteArrayOutputStream inputs = new ByteArrayOutputStream();
    List<ProofRequest> requests = new ArrayList<>();
    List<ProofResult> made = new ArrayList<>();
    for (int i = 0; i < DISTINCT; i++) {
      requests.add(SampleTransfer.of(circuit, SEED + i));
      made.add(prover.prove(requests.get(i), new ProveControl()));
    }
    for (int i = 0; i < BATCH; i++) {
      proofs.writeBytes(made.get(i % DISTINCT).proof().toByteArray());
      inputs.writeBytes(requests.get(i % DISTINCT).publicInputs());
    }
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < Math.max(5, rounds); i++) {
      long start = System.nanoTime();
      boolean[] valid = key.verifyBatch(context, proofs.toByteArray(), inputs.toByteArray());
      times.add(millis(System.nanoTime() - start) / BATCH);
      for (boolean one : valid) {
        require(one, "a batch refused a proof that holds");
      }
    }
    return Samples.median(times);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  static double millis(long nanos) {
    return nanos / 1e6;
  }

  /** The report as text. */
  public static List<String> lines(Map<String, Object> report) {
    List<String> lines = new ArrayList<>();
    lines.add("CPU " + report.get("cpu"));
    lines.add(
        "kernel "
            + report.get("kernel")
            + ", "
            + report.get("threads")
            + " threads, medians of "
            + report.get("rounds")
            + " rounds, ms");
    lines.add(
        "A, B1, B2, K, Z share the workers: each is the time of all workers on it over their"
            + " number");
    lines.add(
        "*_peak_mib: highest resident memory of this process, and its growth while we solve and"
            + " prove");
    for (Object item : (List<?>) Objects.requireNonNull(report.get("circuits"))) {
      Map<?, ?> circuit = (Map<?, ?>) item;
      lines.add("");
      circuit.forEach((name, value) ->
          lines.add(
              value instanceof Double number
                  ? String.format("%-28s %10.3f", name, number)
                  : String.format("%-28s %10s", name, value)));
    }
    return lines;
  }
}
