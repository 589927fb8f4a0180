package io.nelumbo.engine;

import io.nelumbo.core.mutation.Mutant;
import io.nelumbo.core.value.FieldElement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Malformed points of Jubjub, 32 bytes as in Sapling: v little-endian, the sign of u in the top
 * bit. The curve's arithmetic is here once more, in the textbook form, so that nothing is taken
 * from the code under test.
 */
final class JubjubMutants {
  /** The order of the prime subgroup, of which the scalars are taken. */
  static final BigInteger ORDER =
      new BigInteger("0e7db4ea6533afa906673b0101343b00a6682093ccc81082d0970e5ed6f72cb7", 16);

  private static final BigInteger Q = FieldElement.MODULUS;
  private static final BigInteger D =
      BigInteger.valueOf(-10240).multiply(BigInteger.valueOf(10241).modInverse(Q)).mod(Q);
  private static final int SIGN_BIT = 255;

  private JubjubMutants() {}

  private record Point(BigInteger u, BigInteger v) {
    static final Point IDENTITY = new Point(BigInteger.ZERO, BigInteger.ONE);

    Point plus(Point o) {
      BigInteger t = D.multiply(u).multiply(o.u).multiply(v).multiply(o.v).mod(Q);
      BigInteger nu = u.multiply(o.v).add(v.multiply(o.u));
      BigInteger nv = v.multiply(o.v).add(u.multiply(o.u));
      return new Point(
          nu.multiply(BigInteger.ONE.add(t).modInverse(Q)).mod(Q),
          nv.multiply(BigInteger.ONE.subtract(t).modInverse(Q)).mod(Q));
    }

    Point times(BigInteger k) {
      Point out = IDENTITY;
      for (int i = k.bitLength() - 1; i >= 0; i--) {
        out = out.plus(out);
        out = k.testBit(i) ? out.plus(this) : out;
      }
      return out;
    }

    byte[] encode() {
      return Mutant.littleEndian(u.testBit(0) ? v.setBit(SIGN_BIT) : v);
    }
  }

  /** u^2 of the points with this v. */
  private static BigInteger uSquared(BigInteger v) {
    BigInteger vv = v.multiply(v).mod(Q);
    return vv.subtract(BigInteger.ONE)
        .multiply(D.multiply(vv).add(BigInteger.ONE).modInverse(Q))
        .mod(Q);
  }

  private static boolean isSquare(BigInteger a) {
    return a.signum() == 0 || a.modPow(Q.shiftRight(1), Q).equals(BigInteger.ONE);
  }

  /** The eight points whose order divides 8. */
  static Set<byte[]> smallOrder() {
    Set<Point> points = new LinkedHashSet<>();
    for (BigInteger v = BigInteger.TWO; points.size() < 8; v = v.add(BigInteger.ONE)) {
      BigInteger square = uSquared(v);
      if (isSquare(square)) {
        points.add(new Point(squareRoot(square), v).times(ORDER));
      }
    }
    Set<byte[]> out = new LinkedHashSet<>();
    points.forEach(point -> out.add(point.encode()));
    return out;
  }

  /** Tonelli and Shanks, with the generator 7 of the multiplicative group. */
  private static BigInteger squareRoot(BigInteger a) {
    int s = Q.subtract(BigInteger.ONE).getLowestSetBit();
    BigInteger odd = Q.subtract(BigInteger.ONE).shiftRight(s);
    BigInteger z = BigInteger.valueOf(7).modPow(odd, Q);
    BigInteger r = a.modPow(odd.add(BigInteger.ONE).shiftRight(1), Q);
    BigInteger t = a.modPow(odd, Q);
    int m = s;
    while (!t.equals(BigInteger.ONE)) {
      int i = 0;
      for (BigInteger x = t; !x.equals(BigInteger.ONE); x = x.multiply(x).mod(Q)) {
        i++;
      }
      BigInteger b = z.modPow(BigInteger.ONE.shiftLeft(m - i - 1), Q);
      m = i;
      z = b.multiply(b).mod(Q);
      r = r.multiply(b).mod(Q);
      t = t.multiply(z).mod(Q);
    }
    return r;
  }

  /** Every class whose encodings no parser takes; {@code valid} is a point's encoding. */
  static List<Mutant> of(byte[] valid) {
    List<Mutant> out = new ArrayList<>(Mutant.lengths(valid));
    for (BigInteger bad :
        List.of(Q, Q.add(BigInteger.ONE), BigInteger.TWO.pow(255).subtract(BigInteger.ONE))) {
      out.add(new Mutant("y >= p", Mutant.littleEndian(bad)));
      out.add(new Mutant("y >= p", Mutant.littleEndian(bad.setBit(SIGN_BIT))));
    }
    BigInteger v = BigInteger.ONE;
    for (int found = 0; found < 6; ) {
      v = v.add(BigInteger.ONE);
      if (isSquare(uSquared(v))) {
        // A point whose v has a second form below 2^255.
        out.add(new Mutant("x + p", Mutant.littleEndian(v.add(Q))));
      } else {
        out.add(new Mutant("not on curve", Mutant.littleEndian(v)));
        out.add(new Mutant("not on curve", Mutant.littleEndian(v.setBit(SIGN_BIT))));
        found++;
      }
    }
    for (byte[] point : smallOrder()) {
      boolean identity = new BigInteger(1, Mutant.reversed(point)).equals(BigInteger.ONE);
      out.add(new Mutant(identity ? "identity" : "wrong subgroup", point));
    }
    // u = 0 has no negative: v = 1 and v = -1 with a sign.
    out.add(new Mutant("flag bits", Mutant.littleEndian(BigInteger.ONE.setBit(SIGN_BIT))));
    out.add(
        new Mutant("flag bits", Mutant.littleEndian(Q.subtract(BigInteger.ONE).setBit(SIGN_BIT))));
    byte[] swapped = new byte[32];
    swapped[0] = 1;
    swapped[31] = 0x7f;
    out.add(new Mutant("mixed endianness", swapped));
    return out;
  }

  /** The point of the other sign, which is one too, of another meaning. */
  static Mutant negated(byte[] valid) {
    byte[] out = valid.clone();
    out[31] ^= (byte) 0x80;
    return new Mutant("negated", out);
  }
}
