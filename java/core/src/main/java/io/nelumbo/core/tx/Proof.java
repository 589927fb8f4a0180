package io.nelumbo.core.tx;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.FixedBytes;

/**
 * The 192 bytes of a Groth16 proof (docs/protocol/transfer.md 7); whether it holds is the
 * verifier's question.
 */
public final class Proof extends FixedBytes {
  /** Length in bytes. */
  public static final int LENGTH = 192;

  private Proof(byte[] source) {
    super(source, LENGTH);
  }

  /** Copies 192 bytes. */
  public static Proof of(byte[] bytes) {
    return new Proof(bytes);
  }

  static Proof read(ByteReader reader, String field) throws DecodeException {
    return new Proof(reader.bytes(field, LENGTH));
  }
}
