package io.nelumbo.core.value;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * A public element of F, the scalar field of BLS12-381: 32 bytes little-endian, less than the
 * modulus.
 *
 * @param bytes the canonical encoding
 */
public record FieldElement(Bytes32 bytes) {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** The order r of F. */
  public static final BigInteger MODULUS =
      new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

  private static final byte[] MODULUS_BIG_ENDIAN = HexFormat.of().parseHex(MODULUS.toString(16));

  /** The element 0. */
  public static final FieldElement ZERO = new FieldElement(Bytes32.ZERO);

  /** Refuses an encoding that is not canonical. */
  public FieldElement {
    if (!isCanonical(bytes.toByteArray())) {
      throw new InvalidValueException("", "not less than the field modulus");
    }
  }

  /** Copies 32 canonical bytes. */
  public static FieldElement of(byte[] bytes) {
    return new FieldElement(Bytes32.of(bytes));
  }

  /**
   * toF of docs/protocol: 64 bytes read as a little-endian integer, modulo r. For public data only.
   */
  public static FieldElement reduce(byte[] wide) {
    if (wide.length != 64) {
      throw new InvalidValueException("wide", "has " + wide.length + " bytes, 64 are needed");
    }
    byte[] reduced = new BigInteger(1, reversed(wide)).mod(MODULUS).toByteArray();
    byte[] out = new byte[LENGTH];
    for (int i = 0; i < Math.min(LENGTH, reduced.length); i++) {
      out[i] = reduced[reduced.length - 1 - i];
    }
    return of(out);
  }

  /** Whether 32 little-endian bytes are less than r. */
  public static boolean isCanonical(byte[] littleEndian) {
    for (int i = 0; i < LENGTH; i++) {
      int ours = littleEndian[LENGTH - 1 - i] & 0xff;
      int bound = MODULUS_BIG_ENDIAN[i] & 0xff;
      if (ours != bound) {
        return ours < bound;
      }
    }
    return false;
  }

  /** Reads 32 canonical bytes. */
  public static FieldElement read(ByteReader reader, String field) throws DecodeException {
    int start = reader.position();
    Bytes32 bytes = Bytes32.read(reader, field);
    return reader.build(field, start, () -> new FieldElement(bytes));
  }

  /** Reads 64 hexadecimal digits of the little-endian encoding. */
  public static FieldElement parseHex(String field, String text) throws DecodeException {
    Bytes32 bytes = Bytes32.parseHex(field, text);
    if (!isCanonical(bytes.toByteArray())) {
      throw new DecodeException(field, "not less than the field modulus", -1);
    }
    return new FieldElement(bytes);
  }

  /** Appends the encoding. */
  public void write(ByteWriter writer) {
    bytes.write(writer);
  }

  /** A copy of the encoding. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** Whether this is 0. */
  public boolean isZero() {
    return bytes.isZero();
  }

  /** The encoding in hexadecimal, little-endian as in every layout. */
  @Override
  public String toString() {
    return bytes.toString();
  }

  private static byte[] reversed(byte[] in) {
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = in[in.length - 1 - i];
    }
    return out;
  }
}
