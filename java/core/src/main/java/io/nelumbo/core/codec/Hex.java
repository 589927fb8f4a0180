package io.nelumbo.core.codec;

import java.util.HexFormat;

/** Hexadecimal text: written in lower case, read in either. */
public final class Hex {
  private Hex() {}

  /** Two lower-case digits a byte. */
  public static String encode(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Reads text of any even length.
   *
   * @param field the name for the error message
   */
  public static byte[] decode(String field, String text) throws DecodeException {
    if (text.length() % 2 != 0) {
      throw new DecodeException(field, "has an odd number of hexadecimal digits", -1);
    }
    for (int i = 0; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        throw new DecodeException(
            field, "character " + (i + 1) + " is not a hexadecimal digit", -1);
      }
    }
    return HexFormat.of().parseHex(text);
  }

  /** Reads text of exactly {@code bytes} bytes. */
  public static byte[] decode(String field, String text, int bytes) throws DecodeException {
    if (text.length() != 2 * bytes) {
      throw new DecodeException(
          field,
          "has " + text.length() + " characters, " + 2 * bytes + " hexadecimal digits are needed",
          -1);
    }
    return decode(field, text);
  }
}
