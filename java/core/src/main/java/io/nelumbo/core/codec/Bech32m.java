package io.nelumbo.core.codec;

import java.util.Arrays;
import java.util.Locale;

/**
 * Bech32m text (BIP-350): prefix, "1", data in 5-bit characters, six characters of checksum. Texts
 * here are longer than the 90 characters for which the code finds any four wrong characters; a
 * wrong text still passes with a chance of about 2^-30.
 */
public final class Bech32m {
  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int CHECKSUM_CONSTANT = 0x2bc830a3;
  private static final int CHECKSUM_LENGTH = 6;
  private static final int MAX_PREFIX = 83;
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  private Bech32m() {}

  /** A decoded text: its prefix in lower case and its 5-bit values without the checksum. */
  record Words(String prefix, byte[] values) {}

  /** Text of bytes under a lower-case prefix. */
  public static String encode(String prefix, byte[] payload) {
    return encodeWords(prefix, regroup(payload));
  }

  /**
   * Bytes of a text.
   *
   * @param field the name for the error message
   * @param prefix the prefix that the text must have
   * @param length how many bytes it must hold
   */
  public static byte[] decode(String field, String prefix, String text, int length)
      throws DecodeException {
    int maxLength = prefix.length() + 1 + (length * 8 + 4) / 5 + CHECKSUM_LENGTH;
    // Room for a longer prefix, so that another network's text is told by its prefix and not by its
    // length.
    Words words = decodeWords(field, text, maxLength + 16);
    if (!words.prefix.equals(prefix)) {
      throw new DecodeException(
          field, "begins with '" + words.prefix + "1', this network expects '" + prefix + "1'", -1);
    }
    int needed = (length * 8 + 4) / 5;
    if (words.values.length != needed) {
      throw new DecodeException(field, "does not hold " + length + " bytes", -1);
    }
    return ungroup(field, words.values, length);
  }

  static String encodeWords(String prefix, byte[] values) {
    int checksum = polymod(prefix, values, CHECKSUM_LENGTH) ^ CHECKSUM_CONSTANT;
    StringBuilder out = new StringBuilder(prefix).append('1');
    for (byte value : values) {
      out.append(ALPHABET.charAt(value));
    }
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      out.append(ALPHABET.charAt(checksum >>> (5 * i) & 31));
    }
    return out.toString();
  }

  static Words decodeWords(String field, String text, int maxLength) throws DecodeException {
    if (text.length() > maxLength) {
      throw new DecodeException(
          field, "has " + text.length() + " characters, at most " + maxLength + " are allowed", -1);
    }
    checkCharacters(field, text);
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.equals(text) && !text.toUpperCase(Locale.ROOT).equals(text)) {
      throw new DecodeException(field, "mixes upper and lower case; use one of them", -1);
    }
    int separator = lower.lastIndexOf('1');
    if (separator < 1 || separator > MAX_PREFIX) {
      throw new DecodeException(field, "has no network prefix followed by '1'", -1);
    }
    if (lower.length() - separator - 1 < CHECKSUM_LENGTH) {
      throw new DecodeException(field, "is too short to hold a checksum", -1);
    }
    byte[] values = new byte[lower.length() - separator - 1];
    for (int i = 0; i < values.length; i++) {
      int value = ALPHABET.indexOf(lower.charAt(separator + 1 + i));
      if (value < 0) {
        throw new DecodeException(
            field, "character " + (separator + 2 + i) + " is not allowed in bech32m", -1);
      }
      values[i] = (byte) value;
    }
    String prefix = lower.substring(0, separator);
    if (polymod(prefix, values, 0) != CHECKSUM_CONSTANT) {
      throw new DecodeException(
          field, "wrong checksum; a character is missing or mistyped, copy it again", -1);
    }
    return new Words(prefix, Arrays.copyOf(values, values.length - CHECKSUM_LENGTH));
  }

  private static void checkCharacters(String field, String text) throws DecodeException {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 33 || text.charAt(i) > 126) {
        throw new DecodeException(field, "character " + (i + 1) + " is not printable ASCII", -1);
      }
    }
  }

  private static int polymod(String prefix, byte[] values, int zeros) {
    int state = 1;
    for (int i = 0; i < prefix.length(); i++) {
      state = step(state, prefix.charAt(i) >>> 5);
    }
    state = step(state, 0);
    for (int i = 0; i < prefix.length(); i++) {
      state = step(state, prefix.charAt(i) & 31);
    }
    for (byte value : values) {
      state = step(state, value);
    }
    for (int i = 0; i < zeros; i++) {
      state = step(state, 0);
    }
    return state;
  }

  private static int step(int state, int value) {
    int next = (state & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (state >>> 25 + i & 1) * GENERATOR[i];
    }
    return next;
  }

  private static byte[] regroup(byte[] payload) {
    byte[] out = new byte[(payload.length * 8 + 4) / 5];
    for (int bit = 0; bit < payload.length * 8; bit++) {
      int set = payload[bit / 8] >>> 7 - bit % 8 & 1;
      out[bit / 5] |= (byte) (set << 4 - bit % 5);
    }
    return out;
  }

  private static byte[] ungroup(String field, byte[] values, int length) throws DecodeException {
    byte[] out = new byte[length];
    for (int bit = 0; bit < values.length * 5; bit++) {
      int set = values[bit / 5] >>> 4 - bit % 5 & 1;
      if (bit < length * 8) {
        out[bit / 8] |= (byte) (set << 7 - bit % 8);
      } else if (set != 0) {
        throw new DecodeException(field, "has padding bits that are not zero", -1);
      }
    }
    return out;
  }
}
