package io.nelumbo.prover;

import io.nelumbo.core.tx.CircuitId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to be proved.
 *
 * @param circuit which statement
 * @param assignment its bytes (docs/protocol/transfer.md 5): viewing secrets, never a spending key;
 *     the caller wipes them
 * @param publicInputs 32 bytes each, in the order of docs/protocol/transfer.md 1, as the caller
 *     computed them itself
 */
public record ProofRequest(CircuitId circuit, byte[] assignment, byte[] publicInputs) {
  /** Checks the number of public inputs. */
  public ProofRequest {
    if (publicInputs.length != 32 * circuit.publicInputs()) {
      throw new IllegalArgumentException(
          circuit.circuitName()
              + " has "
              + circuit.publicInputs()
              + " public inputs of 32 bytes, but "
              + publicInputs.length
              + " bytes were given");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProofRequest that
        && circuit == that.circuit
        && Arrays.equals(assignment, that.assignment)
        && Arrays.equals(publicInputs, that.publicInputs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(publicInputs);
  }

  @Override
  public String toString() {
    return "ProofRequest[" + circuit.circuitName() + "]";
  }
}
