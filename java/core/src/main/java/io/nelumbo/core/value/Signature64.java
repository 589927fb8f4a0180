package io.nelumbo.core.value;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.DecodeException;

/**
 * The 64 bytes of an Ed25519 or RedJubjub signature; whether it holds is the verifier's question.
 */
public final class Signature64 extends FixedBytes {
  /** Length in bytes. */
  public static final int LENGTH = 64;

  private Signature64(byte[] source) {
    super(source, LENGTH);
  }

  /** Copies 64 bytes. */
  public static Signature64 of(byte[] bytes) {
    return new Signature64(bytes);
  }

  /** Reads 64 bytes. */
  public static Signature64 read(ByteReader reader, String field) throws DecodeException {
    return new Signature64(reader.bytes(field, LENGTH));
  }
}
