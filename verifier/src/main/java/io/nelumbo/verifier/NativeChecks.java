package io.nelumbo.verifier;

import io.nelumbo.core.tx.CircuitId;

/**
 * The computations over Jubjub and BLS12-381 that the rules need, each over a whole batch. Safe for
 * use by several threads; arrays belong to the caller.
 */
public interface NativeChecks {
  /**
   * Returns for each RedJubjub signature whether it holds (docs/protocol/hashes.md 6).
   *
   * @param keys rk, 32 bytes each, back to back
   * @param signatures 64 bytes each
   * @param messages the sighash that each signs, 32 bytes each
   */
  boolean[] redJubjub(byte[] keys, byte[] signatures, byte[] messages);

  /**
   * Decodes compressed Jubjub points.
   *
   * @param keys 32 bytes each, back to back
   */
  Points decode(byte[] keys);

  /**
   * Returns for each proof of {@code circuit} whether it holds.
   *
   * @param proofs 192 bytes each, back to back
   * @param publicInputs 32 bytes for each public input of the circuit, back to back
   */
  boolean[] groth16(CircuitId circuit, byte[] proofs, byte[] publicInputs);

  /**
   * Decoded points.
   *
   * @param coordinates x and y, 64 bytes a point; meaningless where the point is not valid
   * @param valid whether the encoding is canonical, on the curve and not of small order
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Points(byte[] coordinates, boolean[] valid) {}
}
