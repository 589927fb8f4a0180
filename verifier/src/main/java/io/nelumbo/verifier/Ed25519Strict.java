package io.nelumbo.verifier;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Set;

/**
 * Ed25519 (RFC 8032) under one fixed rule set (docs/protocol/hashes.md 8), so that every node gives
 * one answer for one signature:
 *
 * <ul>
 *   <li>S is canonical: less than the order of the base point;
 *   <li>A is canonical, on the curve and not of small order;
 *   <li>R is canonical, and [S]B = R + [k]A holds without the cofactor.
 * </ul>
 *
 * <p>The equation is computed by the JDK's SunEC. Bouncy Castle's verification multiplies by the
 * cofactor and so accepts signatures that this rule set refuses. There is no batch verification.
 */
public final class Ed25519Strict {
  /** The y-coordinates of the eight points of small order, canonical, the sign bit cleared. */
  private static final Set<String> SMALL_ORDER =
      Set.of(
          "0100000000000000000000000000000000000000000000000000000000000000",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "0000000000000000000000000000000000000000000000000000000000000000",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

  /** Those of them where x is 0, so that a set sign bit is not canonical. */
  private static final Set<String> ZERO_X =
      Set.of(
          "0100000000000000000000000000000000000000000000000000000000000000",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  private static final BigInteger FIELD = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private Ed25519Strict() {}

  /** Returns whether {@code signature} of {@code message} holds under {@code key}. */
  public static boolean verify(AccountKey key, Bytes32 message, Signature64 signature) {
    return verify(key, message.toByteArray(), signature);
  }

  /** The same for a message of any length. */
  static boolean verify(AccountKey key, byte[] message, Signature64 signature) {
    byte[] bytes = signature.toByteArray();
    Point a = new Point(key.toByteArray());
    Point r = new Point(Arrays.copyOf(bytes, 32));
    BigInteger s = littleEndian(Arrays.copyOfRange(bytes, 32, 64));
    if (!a.isCanonical()
        || SMALL_ORDER.contains(a.name())
        || !r.isCanonical()
        || s.compareTo(ORDER) >= 0) {
      return false;
    }
    return equationHolds(a, message, bytes);
  }

  private static boolean equationHolds(Point a, byte[] message, byte[] signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519", "SunEC")
              .generatePublic(
                  new EdECPublicKeySpec(
                      NamedParameterSpec.ED25519, new EdECPoint(a.sign == 1, a.y)));
      Signature verifier = Signature.getInstance("Ed25519", "SunEC");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
      // A or R is no point of the curve: an answer, not an error.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no Ed25519 in SunEC", e);
    }
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] bigEndian = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  /** An encoded point: y, and the sign of x in the top bit. */
  private static final class Point {
    private final int sign;
    private final byte[] yBytes;
    private final BigInteger y;

    Point(byte[] encoding) {
      sign = (encoding[31] >> 7) & 1;
      yBytes = encoding.clone();
      yBytes[31] &= 0x7f;
      y = littleEndian(yBytes);
    }

    boolean isCanonical() {
      return y.compareTo(FIELD) < 0 && !(sign == 1 && ZERO_X.contains(name()));
    }

    String name() {
      return Bytes32.of(yBytes).toString();
    }
  }
}
