package io.nelumbo.core.mutation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A malformed encoding of one field.
 *
 * @param kind the class it belongs to, as {@code x >= p}
 * @param bytes the encoding; its length may be wrong
 */
@SuppressWarnings("ArrayRecordComponent")
public record Mutant(String kind, byte[] bytes) {
  private static final BigInteger P25519 = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** One byte less, one more in front, one more behind, and none at all. */
  public static List<Mutant> lengths(byte[] valid) {
    byte[] front = new byte[valid.length + 1];
    System.arraycopy(valid, 0, front, 1, valid.length);
    return List.of(
        new Mutant("length - 1", Arrays.copyOf(valid, valid.length - 1)),
        new Mutant("length + 1", front),
        new Mutant("trailing byte", Arrays.copyOf(valid, valid.length + 1)),
        new Mutant("empty", new byte[0]));
  }

  /**
   * The classes of a little-endian element modulo {@code modulus}: r, r + 1, 2r, 2^256 - 1, the
   * value plus r, a value in big-endian order, each bit above the modulus, and the lengths.
   *
   * @param valid 32 bytes below the modulus
   */
  public static List<Mutant> element(byte[] valid, BigInteger modulus) {
    List<Mutant> out = new ArrayList<>(lengths(valid));
    BigInteger value = new BigInteger(1, reversed(valid));
    out.add(new Mutant("r", littleEndian(modulus)));
    out.add(new Mutant("r + 1", littleEndian(modulus.add(BigInteger.ONE))));
    out.add(new Mutant("2 r", littleEndian(modulus.shiftLeft(1))));
    out.add(
        new Mutant("2^256 - 1", littleEndian(BigInteger.TWO.pow(256).subtract(BigInteger.ONE))));
    out.add(new Mutant("x + r", littleEndian(value.add(modulus))));
    // Below the modulus in one order of its bytes and not in the other.
    byte[] swapped = new byte[32];
    swapped[31] = (byte) 0xff;
    swapped[0] = 0x01;
    out.add(new Mutant("mixed endianness", swapped));
    for (int bit = modulus.bitLength(); bit < 256; bit++) {
      out.add(new Mutant("flag bits", littleEndian(value.setBit(bit))));
    }
    return out;
  }

  /**
   * The classes of an X25519 key; every u lies on the curve or its twist, and P and -P share it.
   */
  public static List<Mutant> x25519(byte[] valid) {
    List<Mutant> out = new ArrayList<>(lengths(valid));
    for (int u = 0; u < 19; u++) {
      out.add(new Mutant("x >= p", littleEndian(P25519.add(BigInteger.valueOf(u)))));
      out.add(new Mutant("x + p", littleEndian(BigInteger.valueOf(u).add(P25519).setBit(255))));
    }
    out.add(new Mutant("identity", new byte[32]));
    for (String small :
        List.of(
            "1",
            "39382357235489614581723060781553021112529911719440698176882885853963445705823",
            "325606250916557431795983626356110631294008115727848805560023387167927233504")) {
      out.add(new Mutant("wrong subgroup", littleEndian(new BigInteger(small))));
    }
    out.add(new Mutant("wrong subgroup", littleEndian(P25519.subtract(BigInteger.ONE))));
    byte[] flagged = valid.clone();
    flagged[31] |= (byte) 0x80;
    out.add(new Mutant("flag bits", flagged));
    byte[] swapped = new byte[32];
    swapped[0] = 0x10;
    swapped[31] = (byte) 0xff;
    out.add(new Mutant("mixed endianness", swapped));
    return out;
  }

  /** The classes of an Ed25519 key that its bytes alone can show. */
  public static List<Mutant> ed25519(byte[] valid) {
    List<Mutant> out = new ArrayList<>(lengths(valid));
    for (int y = 0; y < 19; y++) {
      BigInteger value = P25519.add(BigInteger.valueOf(y));
      out.add(new Mutant("y >= p", littleEndian(value)));
      out.add(new Mutant("flag bits", littleEndian(value.setBit(255))));
    }
    return out;
  }

  /** The value's 32 bytes, least significant first; it is below 2^256. */
  public static byte[] littleEndian(BigInteger value) {
    return reversed(bigEndian(value, 32));
  }

  /** The value's bytes, most significant first. */
  public static byte[] bigEndian(BigInteger value, int length) {
    if (value.signum() < 0 || value.bitLength() > 8 * length) {
      throw new IllegalArgumentException("value does not fit");
    }
    byte[] raw = value.toByteArray();
    byte[] out = new byte[length];
    int n = Math.min(raw.length, length);
    System.arraycopy(raw, raw.length - n, out, length - n, n);
    return out;
  }

  /** The bytes in the other order. */
  public static byte[] reversed(byte[] in) {
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = in[in.length - 1 - i];
    }
    return out;
  }
}
