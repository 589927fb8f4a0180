package io.nelumbo.engine;

/** An encoding of verifying keys and proofs (docs/protocol/formats.md). */
public enum Encoding {
  /** The project's own (docs/protocol/keys.md 6, transfer.md 7). */
  NELUMBO(0),
  /** What gnark's WriteTo and WriteRawTo write. */
  GNARK(1),
  /** Bare big-endian coordinates x, y; of G2 c0 before c1; one point after the other. */
  AFFINE(2);

  private final int code;

  Encoding(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
