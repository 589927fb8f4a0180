package io.nelumbo.engine;

import io.nelumbo.core.tx.Proof;

/** A pairing curve that the engine proves and verifies over. */
public enum Curve {
  /** The pool's curve. */
  BLS12_381(1, "BLS12-381", Proof.LENGTH, 48),
  /** Also known as alt_bn128 and bn128: the curve of EIP-197, of circom and of snarkjs. */
  BN254(2, "BN254", 128, 32);

  private final int code;
  private final String title;
  private final int proofBytes;
  private final int coordinateBytes;

  Curve(int code, String title, int proofBytes, int coordinateBytes) {
    this.code = code;
    this.title = title;
    this.proofBytes = proofBytes;
    this.coordinateBytes = coordinateBytes;
  }

  /** The number in nelumbo.h and in key files. */
  public int code() {
    return code;
  }

  /** The curve's name in prose. */
  public String title() {
    return title;
  }

  /** Bytes of a proof over it, in the project's own encoding. */
  public int proofBytes() {
    return proofBytes;
  }

  /** Bytes of a coordinate of a point in G1, half of one in G2. */
  public int coordinateBytes() {
    return coordinateBytes;
  }

  /**
   * The curve of a number.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Curve ofCode(long code) {
    for (Curve curve : values()) {
      if (curve.code == code) {
        return curve;
      }
    }
    throw new IllegalArgumentException("curve " + code + " is unknown");
  }
}
