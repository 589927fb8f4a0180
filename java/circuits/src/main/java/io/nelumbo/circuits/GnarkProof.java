package io.nelumbo.circuits;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A proof made by gnark, for comparison with our own prover; 192 bytes, its public inputs (32
 * each), and the time it took.
 */
public record GnarkProof(byte[] proof, byte[] publicInputs, long solveAndProveNanos) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GnarkProof that
        && Arrays.equals(proof, that.proof)
        && Arrays.equals(publicInputs, that.publicInputs)
        && solveAndProveNanos == that.solveAndProveNanos;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(proof);
  }

  @Override
  public String toString() {
    return "GnarkProof["
        + publicInputs.length / 32
        + " public inputs, "
        + solveAndProveNanos
        + " ns]";
  }
}
