package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;

/**
 * Turns verifying keys and proofs of other systems into the project's own encodings, and says of
 * malformed ones what is wrong. All arguments are public.
 */
public final class Foreign {
  private Foreign() {}

  /**
   * The bytes that {@link VerifyingKey#open} takes. Points are checked here, the rules about the
   * whole key there.
   *
   * @param encoding GNARK or AFFINE (alpha, beta, gamma, delta, IC)
   * @throws EngineException BAD_KEY when malformed, UNSUPPORTED for a key with commitments
   */
  public static byte[] verifyingKey(Curve curve, Encoding encoding, byte[] bytes) {
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment in = scratch.in(bytes);
      long length = bytes.length;
      return Native.bytes((out, room, written) ->
          (int)
              Symbols.Groth16.VERIFYING_KEY_CONVERT.invokeExact(
                  out, room, written, in, length, curve.code(), encoding.code()));
    }
  }

  /**
   * The bytes that {@link VerifyingKey#verify} takes.
   *
   * @param encoding any; NELUMBO also takes uncompressed points
   * @throws IllegalArgumentException when the length does not fit
   * @throws EngineException BAD_ENCODING when a point is none of the group's or the identity,
   *     UNSUPPORTED for a proof with commitments
   */
  public static byte[] proof(Curve curve, Encoding encoding, byte[] bytes) {
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(curve.proofBytes());
      MemorySegment in = scratch.in(bytes);
      long length = bytes.length;
      Native.check(() ->
          (int)
              Symbols.Groth16.PROOF_CONVERT.invokeExact(
                  out, in, length, curve.code(), encoding.code()));
      return Scratch.copy(out);
    }
  }

  /**
   * Refuses public inputs that are not below the curve's scalar modulus.
   *
   * @param publicInputs 32 bytes each, little-endian
   * @throws EngineException BAD_ENCODING; the message names the first one
   */
  public static void checkPublicInputs(Curve curve, byte[] publicInputs) {
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment in = scratch.in(publicInputs);
      long length = publicInputs.length;
      Native.check(
          () -> (int) Symbols.Groth16.PUBLIC_INPUTS_CHECK.invokeExact(in, length, curve.code()));
    }
  }
}
