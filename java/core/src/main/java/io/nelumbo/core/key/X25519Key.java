package io.nelumbo.core.key;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.value.Bytes32;

/**
 * An X25519 public key, pk_d or epk: a canonical u-coordinate (RFC 7748) that is not of low order.
 *
 * @param bytes the 32 bytes, little-endian
 */
public record X25519Key(Bytes32 bytes) {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** Refuses what is not canonical or of low order. */
  public X25519Key {
    byte[] u = bytes.toByteArray();
    if (!Curve25519.isBelowModulus(u, 0xff)) {
      throw new InvalidValueException("", "is not a canonical X25519 key");
    }
    if (Curve25519.isLowOrder(u)) {
      throw new InvalidValueException("", "is an X25519 key of low order");
    }
  }

  /** Copies 32 bytes. */
  public static X25519Key of(byte[] bytes) {
    return new X25519Key(Bytes32.of(bytes));
  }

  /** Reads 32 bytes. */
  public static X25519Key read(ByteReader reader, String field) throws DecodeException {
    int start = reader.position();
    Bytes32 bytes = Bytes32.read(reader, field);
    return reader.build(field, start, () -> new X25519Key(bytes));
  }

  /** Appends 32 bytes. */
  public void write(ByteWriter writer) {
    bytes.write(writer);
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** Hexadecimal. */
  @Override
  public String toString() {
    return bytes.toString();
  }
}
