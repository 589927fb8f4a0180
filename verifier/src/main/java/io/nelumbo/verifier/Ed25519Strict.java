package io.nelumbo.verifier;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

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
 * <p>Verification is single; there is no batch equation, whose cofactored answer could differ.
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

  private Ed25519Strict() {}

  /** Returns whether {@code signature} of {@code message} holds under {@code key}. */
  public static boolean verify(AccountKey key, Bytes32 message, Signature64 signature) {
    byte[] point = key.toByteArray();
    if (isSmallOrder(point)) {
      return false;
    }
    byte[] text = message.toByteArray();
    return Ed25519.verify(signature.toByteArray(), 0, point, 0, text, 0, text.length);
  }

  private static boolean isSmallOrder(byte[] point) {
    byte[] y = point.clone();
    y[31] &= 0x7f;
    return SMALL_ORDER.contains(Bytes32.of(y).toString());
  }
}
