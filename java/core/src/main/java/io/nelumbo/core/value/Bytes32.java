package io.nelumbo.core.value;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.Hex;

/** 32 public bytes, ordered byte by byte as unsigned. */
public final class Bytes32 extends FixedBytes implements Comparable<Bytes32> {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** 32 zero bytes. */
  public static final Bytes32 ZERO = new Bytes32(new byte[LENGTH]);

  private Bytes32(byte[] source) {
    super(source, LENGTH);
  }

  /** Copies 32 bytes. */
  public static Bytes32 of(byte[] bytes) {
    return new Bytes32(bytes);
  }

  /** Reads 64 hexadecimal digits; {@code field} names them in the error. */
  public static Bytes32 parseHex(String field, String text) throws DecodeException {
    return new Bytes32(Hex.decode(field, text, LENGTH));
  }

  /** Reads 32 bytes. */
  public static Bytes32 read(ByteReader reader, String field) throws DecodeException {
    return new Bytes32(reader.bytes(field, LENGTH));
  }

  @Override
  public int compareTo(Bytes32 other) {
    return compareBytes(other);
  }
}
