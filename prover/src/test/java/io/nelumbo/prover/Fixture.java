package io.nelumbo.prover;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.engine.VerifyingKey;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The real libraries, a prover with keys in a folder, and the verifying keys. */
final class Fixture implements AutoCloseable {
  final CircuitLibrary circuits = CircuitLibrary.load();
  final NativeContext context = NativeContext.open(2);
  final InProcessProver prover;
  private final Map<CircuitId, VerifyingKey> keys = new EnumMap<>(CircuitId.class);

  Fixture(Path folder) {
    prover = new InProcessProver(circuits, new KeyCache(folder, circuits), 2);
    for (CircuitId circuit : CircuitId.values()) {
      keys.put(circuit, VerifyingKey.open(prover.verifyingKeyBytes(circuit)));
    }
  }

  VerifyingKey key(CircuitId circuit) {
    return keys.get(circuit);
  }

  byte[] prove(ProofRequest request) {
    return prover.prove(request, new ProveControl()).proof().toByteArray();
  }

  boolean verify(CircuitId circuit, byte[] proof, byte[] publicInputs) {
    return key(circuit).verify(proof, publicInputs);
  }

  @Override
  public void close() {
    keys.values().forEach(VerifyingKey::close);
    prover.close();
    context.close();
  }
}
