package io.nelumbo.cli;

import java.nio.charset.StandardCharsets;

/** How a verifying key, a proof or public inputs are written in a file. */
enum VerifyFormat {
  /** JSON of snarkjs and circom. */
  SNARKJS,
  /** Binary of gnark. */
  GNARK,
  /** The project's own binary. */
  RAW;

  private static final byte[] KEY_MAGIC = "NLBVKEY1".getBytes(StandardCharsets.US_ASCII);

  static VerifyFormat ofKey(byte[] bytes) {
    return isJson(bytes) ? SNARKJS : startsWith(bytes, KEY_MAGIC) ? RAW : GNARK;
  }

  /**
   * The format of a proof.
   *
   * @param rawBytes length of one with compressed points; one without has twice as many
   */
  static VerifyFormat ofProof(byte[] bytes, int rawBytes) {
    if (bytes.length == rawBytes || bytes.length == 2 * rawBytes) {
      return RAW;
    }
    return isJson(bytes) ? SNARKJS : GNARK;
  }

  static VerifyFormat ofPublicInputs(byte[] bytes) {
    if (isJson(bytes)) {
      return SNARKJS;
    }
    return bytes.length % 32 == GnarkWitness.HEADER_BYTES ? GNARK : RAW;
  }

  /** Whether text in braces or brackets is what the file holds, apart from white space. */
  private static boolean isJson(byte[] bytes) {
    int first = 0;
    int last = bytes.length - 1;
    while (first < last && isSpace(bytes[first])) {
      first++;
    }
    while (last > first && isSpace(bytes[last])) {
      last--;
    }
    return first < last
        && ((bytes[first] == '{' && bytes[last] == '}')
            || (bytes[first] == '[' && bytes[last] == ']'));
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
