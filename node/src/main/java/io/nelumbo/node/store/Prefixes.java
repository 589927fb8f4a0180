package io.nelumbo.node.store;

import java.util.Arrays;

/** Comparison of byte strings by their beginnings. */
final class Prefixes {
  private Prefixes() {}

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
