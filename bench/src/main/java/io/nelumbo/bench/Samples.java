package io.nelumbo.bench;

import io.nelumbo.prover.ProofResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Times in milliseconds and memory in mebibytes of one circuit, one entry a round. */
final class Samples {
  private final List<Double> solve = new ArrayList<>();
  private final List<Double> prove = new ArrayList<>();
  private final List<Double> verify = new ArrayList<>();
  private final List<List<Double>> phases = new ArrayList<>();
  final List<Double> solveAndProve = new ArrayList<>();
  final List<Double> gnarkProve = new ArrayList<>();
  final List<Double> gnarkVerify = new ArrayList<>();
  final List<Double> peakGrowth = new ArrayList<>();
  final List<Double> peak = new ArrayList<>();

  void add(ProofResult result) {
    double solved = TransferBench.millis(result.solveNanos());
    double proved = TransferBench.millis(result.prove().total());
    solve.add(solved);
    prove.add(proved);
    solveAndProve.add(solved + proved);
    verify.add(TransferBench.millis(result.verifyNanos()));
    var t = result.prove();
    phases.add(
        List.of(t.h(), t.a(), t.b1(), t.b2(), t.k(), t.z(), t.finish()).stream()
            .map(TransferBench::millis)
            .toList());
  }

  void write(Map<String, Object> result) {
    result.put("solve", median(solve));
    result.put("prove", median(prove));
    result.put("prove_min", best(prove));
    result.put("solve_and_prove", median(solveAndProve));
    result.put("gnark_solve_and_prove", median(gnarkProve));
    result.put("gnark_solve_and_prove_min", best(gnarkProve));
    List<String> names = List.of("h", "a", "b1", "b2", "k", "z", "finish");
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      result.put("prove_" + names.get(i), median(phases.stream().map(p -> p.get(index)).toList()));
    }
    result.put("prove_growth_peak_mib", median(peakGrowth));
    result.put("process_peak_mib", median(peak));
    result.put("verify", median(verify));
    result.put("gnark_verify", median(gnarkVerify));
  }

  static double best(List<Double> values) {
    return values.stream().min(Double::compare).orElseThrow();
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
