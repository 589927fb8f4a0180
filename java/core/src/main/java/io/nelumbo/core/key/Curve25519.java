package io.nelumbo.core.key;

import java.util.HexFormat;
import java.util.List;

/** Canonical encodings modulo 2^255 - 19, the field of Ed25519 and X25519. Public data only. */
final class Curve25519 {
  /**
   * The u-coordinates of low order that are canonical, little-endian (RFC 7748 section 6.1 asks to
   * refuse what they lead to).
   */
  private static final List<String> LOW_ORDER =
      List.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
          "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  private Curve25519() {}

  /**
   * Whether 32 little-endian bytes, the top bit taken as {@code topByteMask} says, are less than
   * 2^255 - 19.
   */
  static boolean isBelowModulus(byte[] littleEndian, int topByteMask) {
    int top = littleEndian[31] & topByteMask;
    if (top != 0x7f) {
      return top < 0x7f;
    }
    for (int i = 30; i >= 1; i--) {
      if (littleEndian[i] != (byte) 0xff) {
        return true;
      }
    }
    return (littleEndian[0] & 0xff) < 0xed;
  }

  static boolean isLowOrder(byte[] u) {
    return LOW_ORDER.contains(HexFormat.of().formatHex(u));
  }
}
