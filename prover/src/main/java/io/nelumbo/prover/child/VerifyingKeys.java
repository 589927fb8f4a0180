package io.nelumbo.prover.child;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.EngineException;
import io.nelumbo.engine.VerifyingKey;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.ProverException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The keys under which the parent verifies what its child answers. For one thread. */
final class VerifyingKeys implements AutoCloseable {
  private final Map<CircuitId, VerifyingKey> open = new EnumMap<>(CircuitId.class);

  /**
   * Takes a key from a child; the first one of a circuit is kept, and every later child must have
   * the same.
   *
   * @return the key's hash
   * @throws ProverException when it is no key of this circuit, or another one than before
   */
  Bytes32 put(CircuitId circuit, byte[] bytes) {
    VerifyingKey key = open(circuit, bytes);
    VerifyingKey before = open.putIfAbsent(circuit, key);
    if (before == null) {
      return key.hash();
    }
    Bytes32 found = key.hash();
    key.close();
    if (!before.hash().equals(found)) {
      throw new ProverException(
          "the proving key of "
              + circuit.circuitName()
              + " now belongs to verifying key "
              + found
              + ", but proofs have been made under "
              + before.hash()
              + "; somebody has changed the key folder");
    }
    return found;
  }

  private static VerifyingKey open(CircuitId circuit, byte[] bytes) {
    VerifyingKey key;
    try {
      key = VerifyingKey.open(bytes);
    } catch (EngineException e) {
      throw new ProverException(
          "the verifying key of " + circuit.circuitName() + " cannot be used: " + e.getMessage(),
          e);
    }
    if (key.publicInputs() != circuit.publicInputs()) {
      key.close();
      throw new ProverException(
          "the verifying key of " + circuit.circuitName() + " has another number of public inputs");
    }
    return key;
  }

  /** The result, when the proof holds for the inputs that the caller computed itself. */
  Optional<ProofResult> verified(ProofRequest request, Message.Proved proved) {
    VerifyingKey key = open.get(request.circuit());
    long start = System.nanoTime();
    boolean valid = key != null && key.verify(proved.proof().toByteArray(), request.publicInputs());
    return valid
        ? Optional.of(
            new ProofResult(
                proved.proof(), proved.solveNanos(), proved.timings(), System.nanoTime() - start))
        : Optional.empty();
  }

  @Override
  public void close() {
    open.values().forEach(VerifyingKey::close);
    open.clear();
  }
}
