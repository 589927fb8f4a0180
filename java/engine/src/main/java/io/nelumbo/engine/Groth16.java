package io.nelumbo.engine;

import io.nelumbo.core.tx.Proof;
import java.lang.foreign.MemorySegment;

/** Makes Groth16 proofs. */
public final class Groth16 {
  private static final int PHASES = 8;

  private Groth16() {}

  /**
   * Makes a proof over BLS12-381, the pool's curve, from a solved witness. Takes a tenth of a
   * second and more: not on an event loop or a virtual thread. Its time depends on the witness.
   *
   * @throws EngineException CANCELLED after {@link ProveControl#cancel}; UNSUPPORTED for a key over
   *     another curve
   */
  public static ProveResult prove(
      NativeContext context, ProvingKey key, WitnessBuffer witness, ProveControl control) {
    if (key.info().curve() != Curve.BLS12_381) {
      throw new EngineException(
          EngineStatus.UNSUPPORTED,
          "the proving key is over " + key.info().curve().title() + ", the pool over BLS12-381");
    }
    long[] nanos = new long[PHASES];
    return new ProveResult(
        Proof.of(make(context, key, witness, control, nanos)), ProveTimings.of(nanos));
  }

  /**
   * The bytes of a proof over the key's curve, whatever it is; otherwise as {@link #prove}.
   *
   * @throws EngineException CANCELLED after {@link ProveControl#cancel}
   */
  public static byte[] proveBytes(
      NativeContext context, ProvingKey key, WitnessBuffer witness, ProveControl control) {
    return make(context, key, witness, control, new long[PHASES]);
  }

  private static byte[] make(
      NativeContext context,
      ProvingKey key,
      WitnessBuffer witness,
      ProveControl control,
      long[] times) {
    try (NativeHandle.Use contextUse = context.use();
        NativeHandle.Use keyUse = key.use();
        NativeHandle.Use witnessUse = witness.use();
        Scratch scratch = new Scratch()) {
      MemorySegment proof = scratch.out(key.info().curve().proofBytes());
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
      System.arraycopy(Scratch.longs(nanos), 0, times, 0, PHASES);
      return Scratch.copy(proof);
    }
  }
}
