package io.nelumbo.engine;

import io.nelumbo.core.mutation.Mutant;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Malformed compressed points of BLS12-381: 48 bytes for G1, c1 and c0 of 48 bytes each for G2, big
 * endian, with the flags compressed, infinity and sign in the top bits.
 */
final class BlsMutants {
  static final BigInteger P =
      new BigInteger(
          "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
          16);
  private static final int COORDINATE = 48;
  private static final int FLAGS = 0xe0;
  private static final int SIGN = 0x20;
  private static final BigInteger FOUR = BigInteger.valueOf(4);

  private BlsMutants() {}

  /** Every class of G1 for a valid point. */
  static List<Mutant> g1(byte[] valid) {
    List<Mutant> out = new ArrayList<>(common(valid));
    BigInteger x = coordinate(valid, 0);
    for (BigInteger bad : atLeastP()) {
      out.add(new Mutant("x >= p", g1(bad, valid[0])));
    }
    if (x.add(P).bitLength() <= 381) {
      out.add(new Mutant("x + p", g1(x.add(P), valid[0])));
    }
    // Half of all x have a point, and one point in 2^125 is in the subgroup.
    for (int found = 0; found < 4; found++) {
      x = next(x, false);
      out.add(new Mutant("not on curve", g1(x, valid[0])));
    }
    for (int found = 0; found < 4; found++) {
      x = next(x, true);
      out.add(new Mutant("wrong subgroup", g1(x, valid[0])));
      out.add(new Mutant("wrong subgroup", g1(x, valid[0] ^ SIGN)));
    }
    out.add(
        new Mutant(
            "mixed endianness", flagged(Mutant.reversed(unflagged(valid)), valid[0] & FLAGS)));
    return out;
  }

  /** Every class of G2 for a valid point. */
  static List<Mutant> g2(byte[] valid) {
    List<Mutant> out = new ArrayList<>(common(valid));
    BigInteger c1 = coordinate(valid, 0);
    BigInteger c0 = coordinate(valid, COORDINATE);
    for (BigInteger bad : atLeastP()) {
      out.add(new Mutant("x >= p", g2(bad, c0, valid[0])));
      out.add(new Mutant("x >= p", g2(c1, bad, valid[0])));
    }
    if (c1.add(P).bitLength() <= 381) {
      out.add(new Mutant("x + p", g2(c1.add(P), c0, valid[0])));
    }
    out.add(new Mutant("x + p", g2(c1, c0.add(P), valid[0])));
    for (int found = 0; found < 4; found++) {
      c0 = next2(c1, c0, false);
      out.add(new Mutant("not on curve", g2(c1, c0, valid[0])));
    }
    for (int found = 0; found < 4; found++) {
      c0 = next2(c1, c0, true);
      out.add(new Mutant("wrong subgroup", g2(c1, c0, valid[0])));
      out.add(new Mutant("wrong subgroup", g2(c1, c0, valid[0] ^ SIGN)));
    }
    out.add(
        new Mutant(
            "mixed endianness", g2(coordinate(valid, COORDINATE), coordinate(valid, 0), valid[0])));
    return out;
  }

  private static List<Mutant> common(byte[] valid) {
    List<Mutant> out = new ArrayList<>(Mutant.lengths(valid));
    int flags = valid[0] & FLAGS;
    for (int other = 0; other < 8; other++) {
      if (other << 5 != flags && other << 5 != (flags ^ SIGN)) {
        out.add(new Mutant("flag bits", flagged(unflagged(valid), other << 5)));
      }
    }
    for (int infinity : new int[] {0xc0, 0xe0, 0x40}) {
      out.add(new Mutant("identity", flagged(new byte[valid.length], infinity)));
    }
    out.add(new Mutant("negated", flagged(unflagged(valid), flags ^ SIGN)));
    return out;
  }

  private static List<BigInteger> atLeastP() {
    return List.of(P, P.add(BigInteger.ONE), BigInteger.TWO.pow(381).subtract(BigInteger.ONE));
  }

  private static BigInteger coordinate(byte[] point, int offset) {
    byte[] part = Arrays.copyOfRange(point, offset, offset + COORDINATE);
    if (offset == 0) {
      part[0] &= (byte) ~FLAGS;
    }
    return new BigInteger(1, part);
  }

  private static byte[] g1(BigInteger x, int flags) {
    return flagged(Mutant.bigEndian(x, COORDINATE), flags & FLAGS);
  }

  private static byte[] g2(BigInteger c1, BigInteger c0, int flags) {
    byte[] out = Arrays.copyOf(Mutant.bigEndian(c1, COORDINATE), 2 * COORDINATE);
    System.arraycopy(Mutant.bigEndian(c0, COORDINATE), 0, out, COORDINATE, COORDINATE);
    return flagged(out, flags & FLAGS);
  }

  private static byte[] unflagged(byte[] point) {
    byte[] out = point.clone();
    out[0] &= (byte) ~FLAGS;
    return out;
  }

  private static byte[] flagged(byte[] point, int flags) {
    point[0] = (byte) (point[0] & ~FLAGS | flags);
    return point;
  }

  private static boolean isSquare(BigInteger a) {
    return a.signum() == 0 || a.modPow(P.shiftRight(1), P).equals(BigInteger.ONE);
  }

  /** The next x that has a point with y^2 = x^3 + 4, or has none. */
  private static BigInteger next(BigInteger x, boolean wanted) {
    BigInteger at = x;
    do {
      at = at.add(BigInteger.ONE).mod(P);
    } while (isSquare(at.modPow(BigInteger.valueOf(3), P).add(FOUR).mod(P)) != wanted);
    return at;
  }

  /** The next c0 for which c0 + c1 u has a point with y^2 = x^3 + 4 (1 + u), or has none. */
  private static BigInteger next2(BigInteger c1, BigInteger c0, boolean wanted) {
    BigInteger at = c0;
    boolean found;
    do {
      at = at.add(BigInteger.ONE).mod(P);
      // x^2 = (a^2 - b^2) + 2ab u, then x^3 + 4 + 4u; a square iff its norm is one in the prime
      // field.
      BigInteger a2 = at.multiply(at).subtract(c1.multiply(c1)).mod(P);
      BigInteger b2 = at.multiply(c1).shiftLeft(1).mod(P);
      BigInteger a3 = a2.multiply(at).subtract(b2.multiply(c1)).add(FOUR).mod(P);
      BigInteger b3 = a2.multiply(c1).add(b2.multiply(at)).add(FOUR).mod(P);
      found = isSquare(a3.multiply(a3).add(b3.multiply(b3)).mod(P));
    } while (found != wanted);
    return at;
  }
}
