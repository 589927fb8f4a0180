package io.nelumbo.engine;

import io.nelumbo.core.tx.Proof;
import java.lang.foreign.MemorySegment;

/** Makes Groth16 proofs. */
public final class Groth16 {
  private static final int PHASES = 8;

  private Groth16() {}

  /**
   * Makes a proof from a solved witness. Takes a tenth of a second and more: not on an event loop
   * or a virtual thread. Its time depends on the witness.
   *
   * @throws EngineException CANCELLED after {@link ProveControl#cancel}; BAD_KEY when witness and
   *     key do not fit
   */
  public static ProveResult prove(
      NativeContext context, ProvingKey key, WitnessBuffer witness, ProveControl control) {
    try (NativeHandle.Use contextUse = context.use();
        NativeHandle.Use keyUse = key.use();
        NativeHandle.Use witnessUse = witness.use();
        Scratch scratch = new Scratch()) {
      MemorySegment proof = scratch.out(Proof.LENGTH);
      MemorySegment nanos = scratch.out(PHASES * 8L);
      Native.check(() ->
          (int)
              Symbols.Groth16.PROVE.invokeExact(
                  contextUse.pointer(),
                  proof,
                  nanos,
                  control.progressCell(),
                  keyUse.pointer(),
                  witnessUse.pointer(),
                  control.cancelCell()));
      return new ProveResult(Proof.of(Scratch.copy(proof)), ProveTimings.of(Scratch.longs(nanos)));
    }
  }
}
