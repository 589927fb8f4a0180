package io.nelumbo.cli.demo;

import io.nelumbo.prover.ProofResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times and sizes gathered on the way; a figure with several samples is shown with its smallest and
 * its median.
 */
final class Figures {
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();

  void add(String name, double value) {
    samples.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  void add(List<ProofResult> proofs) {
    for (ProofResult proof : proofs) {
      add("solve, ms a proof", proof.solveNanos() / 1e6);
      add("prove, ms a proof", proof.prove().total() / 1e6);
      add("verify own proof, ms", proof.verifyNanos() / 1e6);
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format("%-44s %10s %10s %8s", "", "smallest", "median", "samples"));
    samples.forEach((name, values) -> {
      List<Double> sorted = values.stream().sorted().toList();
      lines.add(
          String.format(
              "%-44s %10.1f %10.1f %8d",
              name, sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.size()));
    });
    return lines;
  }
}
