package io.nelumbo.verifier;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.value.Bytes32;

/** The hashes of the state tree (docs/protocol/hashes.md 5, chain.md 5). */
public final class StateHash {
  /** The hash of a subtree without leaves. */
  public static final Bytes32 EMPTY = Bytes32.ZERO;

  private StateHash() {}

  /** Returns the hash by which a leaf commits to its value. */
  public static Bytes32 value(byte[] value) {
    return Bytes32.of(Blake2b.hash256(HashTag.STATE_VALUE, value));
  }

  /** Returns the hash of a leaf: its 256-bit key and its value's hash. */
  public static Bytes32 leaf(Bytes32 key, Bytes32 valueHash) {
    return pair(HashTag.STATE_LEAF, key, valueHash);
  }

  /** Returns the hash of a subtree with two or more leaves. */
  public static Bytes32 branch(Bytes32 left, Bytes32 right) {
    return pair(HashTag.STATE_BRANCH, left, right);
  }

  /** Returns bit {@code depth} (0..255) of 32 bytes, most significant bit first. */
  public static int bit(byte[] key, int depth) {
    return (key[depth >> 3] >> (7 - (depth & 7))) & 1;
  }

  private static Bytes32 pair(HashTag tag, Bytes32 first, Bytes32 second) {
    return Bytes32.of(Blake2b.hash256(tag, first.toByteArray(), second.toByteArray()));
  }
}
