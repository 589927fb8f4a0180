package io.nelumbo.engine;

import io.nelumbo.core.value.Bytes32;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A decoded verifying key with prepared pairing lines (docs/protocol/keys.md 6, 7). Shareable
 * between threads.
 */
public final class VerifyingKey extends NativeHandle {
  private final Curve curve;
  private final int publicInputs;
  private final Bytes32 hash;

  private VerifyingKey(MemorySegment pointer) {
    super(pointer);
    try (Scratch scratch = new Scratch()) {
      MemorySegment info = scratch.out(32);
      MemorySegment digest = scratch.out(32);
      Native.check(
          () -> (int) Symbols.Groth16.VERIFYING_KEY_INFO.invokeExact(pointer, info, digest));
      long[] fields = Scratch.longs(info);
      curve = Curve.ofCode(fields[0]);
      publicInputs = Math.toIntExact(fields[1]);
      hash = Bytes32.of(Scratch.copy(digest));
    }
  }

  /**
   * Decodes a key under every rule of docs/protocol/keys.md 7.
   *
   * @throws EngineException BAD_KEY or BAD_ENCODING; the message names the field
   */
  public static VerifyingKey open(byte[] bytes) {
    Engine.load();
    MemorySegment pointer;
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(8);
      MemorySegment in = scratch.in(bytes);
      long length = bytes.length;
      Native.check(() -> (int) Symbols.Groth16.VERIFYING_KEY_OPEN.invokeExact(out, in, length));
      pointer = out.get(ValueLayout.ADDRESS, 0);
    }
    try {
      return new VerifyingKey(pointer);
    } catch (RuntimeException e) {
      Native.release(Symbols.Groth16.VERIFYING_KEY_FREE, pointer);
      throw e;
    }
  }

  /** The curve of its points. */
  public Curve curve() {
    return curve;
  }

  /** How many public inputs its statements have. */
  public int publicInputs() {
    return publicInputs;
  }

  /** The SHA-256 of the key's bytes, its identity. */
  public Bytes32 hash() {
    return hash;
  }

  /**
   * Whether a proof holds. About a millisecond.
   *
   * @param proof as many bytes as the curve's proofs have; any that are not a proof give false
   * @param publicInputs 32 bytes for each public input, little-endian; one that is not canonical
   *     gives false
   */
  public boolean verify(byte[] proof, byte[] publicInputs) {
    Lengths.exactly("proof", proof, curve.proofBytes());
    Lengths.exactly("publicInputs", publicInputs, 32L * this.publicInputs);
    try (Use self = use();
        Scratch scratch = new Scratch()) {
      MemorySegment valid = scratch.out(4);
      MemorySegment proofIn = scratch.in(proof);
      MemorySegment inputsIn = scratch.in(publicInputs);
      long length = publicInputs.length;
      Native.check(() ->
          (int)
              Symbols.Groth16.VERIFY.invokeExact(self.pointer(), valid, proofIn, inputsIn, length));
      return valid.get(ValueLayout.JAVA_INT, 0) == 1;
    }
  }

  /**
   * Says of each proof what {@link #verify} says, faster than one by one. Takes milliseconds and
   * more: not on an event loop or a virtual thread.
   *
   * @param context the workers
   * @param proofs those of the curve, back to back
   * @param publicInputs those of each proof, back to back
   */
  public boolean[] verifyBatch(NativeContext context, byte[] proofs, byte[] publicInputs) {
    int count = Lengths.items("proofs", proofs, curve.proofBytes());
    Lengths.exactly("publicInputs", publicInputs, 32L * this.publicInputs * count);
    try (Use self = use();
        NativeHandle.Use contextUse = context.use();
        Scratch scratch = new Scratch()) {
      if (count == 0) {
        return new boolean[0];
      }
      MemorySegment valid = scratch.out(4L * count);
      MemorySegment proofsIn = scratch.in(proofs);
      MemorySegment inputsIn = scratch.in(publicInputs);
      long items = count;
      long proofsLength = proofs.length;
      long inputsLength = publicInputs.length;
      Native.check(() ->
          (int)
              Symbols.Groth16.VERIFY_BATCH.invokeExact(
                  contextUse.pointer(),
                  valid,
                  items,
                  self.pointer(),
                  proofsIn,
                  proofsLength,
                  inputsIn,
                  inputsLength));
      return Scratch.flags(valid);
    }
  }

  @Override
  String name() {
    return "verifying key";
  }

  @Override
  void free(MemorySegment object) {
    Native.release(Symbols.Groth16.VERIFYING_KEY_FREE, object);
  }
}
