package io.nelumbo.prover;

import io.nelumbo.circuits.CircuitException;
import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.circuits.WitnessTarget;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.Curve;
import io.nelumbo.engine.Groth16;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.engine.ProveResult;
import io.nelumbo.engine.ProvingKey;
import io.nelumbo.engine.VerifyingKey;
import io.nelumbo.engine.WitnessBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * A prover inside this process: Go solves, C++ proves and verifies. Keys are opened at the first
 * proof of their circuit.
 */
public final class InProcessProver implements Prover {
  private final CircuitLibrary circuits;
  private final KeyCache keys;
  private final NativeContext context;
  private final Map<CircuitId, Keys> open = new EnumMap<>(CircuitId.class);

  /** A prover with a pool of {@code threads} workers; 0 means one per processor. */
  public InProcessProver(CircuitLibrary circuits, KeyCache keys, int threads) {
    this.circuits = circuits;
    this.keys = keys;
    this.context = NativeContext.open(threads);
  }

  private record Keys(ProvingKey proving, VerifyingKey verifying) implements AutoCloseable {
    @Override
    public void close() {
      verifying.close();
      proving.close();
    }
  }

  /** The verifying key's bytes (docs/protocol/keys.md 6). */
  public byte[] verifyingKeyBytes(CircuitId circuit) {
    return keysOf(circuit).proving().verifyingKeyBytes();
  }

  @Override
  public ProofResult prove(ProofRequest request, ProveControl control) {
    Keys opened = keysOf(request.circuit());
    try (WitnessBuffer witness = WitnessBuffer.of(opened.proving())) {
      long start = System.nanoTime();
      solve(request, witness);
      long solved = System.nanoTime();
      ProveResult result = Groth16.prove(context, opened.proving(), witness, control);
      long proved = System.nanoTime();
      if (!opened.verifying().verify(result.proof().toByteArray(), request.publicInputs())) {
        throw new ProverException(
            "the proof that was made does not verify for the given public inputs; nothing is"
                + " released");
      }
      return new ProofResult(
          result.proof(), solved - start, result.timings(), System.nanoTime() - proved);
    }
  }

  private void solve(ProofRequest request, WitnessBuffer witness) {
    try {
      witness.write(w ->
          circuits.solve(
              request.circuit().id(),
              request.assignment(),
              new WitnessTarget(
                  w.addressW(),
                  w.wires(),
                  w.addressA(),
                  w.addressB(),
                  w.addressC(),
                  w.domainSize())));
    } catch (CircuitException | IllegalArgumentException e) {
      throw new ProverException("the circuit was not solved: " + e.getMessage(), e);
    }
  }

  private Keys keysOf(CircuitId circuit) {
    synchronized (open) {
      return open.computeIfAbsent(circuit, this::openKeys);
    }
  }

  private Keys openKeys(CircuitId circuit) {
    ProvingKey proving = keys.open(circuit);
    try {
      if (proving.info().curve() != Curve.BLS12_381) {
        throw new ProverException(
            "the proving key of circuit " + circuit.circuitName() + " is not over BLS12-381");
      }
      return new Keys(proving, VerifyingKey.open(proving.verifyingKeyBytes()));
    } catch (RuntimeException e) {
      proving.close();
      throw e;
    }
  }

  @Override
  public void close() {
    synchronized (open) {
      open.values().forEach(Keys::close);
      open.clear();
    }
    context.close();
  }
}
