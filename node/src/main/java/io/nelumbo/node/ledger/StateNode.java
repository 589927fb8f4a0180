package io.nelumbo.node.ledger;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.StateHash;
import java.util.Arrays;

/** A subtree of the state tree: nothing, one leaf, or two halves. */
sealed interface StateNode {
  /** Returns the subtree's hash. */
  Bytes32 hash();

  /** No leaves. */
  record Empty() implements StateNode {
    static final Empty INSTANCE = new Empty();

    @Override
    public Bytes32 hash() {
      return StateHash.EMPTY;
    }
  }

  /** One leaf. */
  record Leaf(Bytes32 key, Bytes32 valueHash) implements StateNode {
    @Override
    public Bytes32 hash() {
      return StateHash.leaf(key, valueHash);
    }
  }

  /** Two or more leaves. */
  record Branch(Bytes32 left, Bytes32 right) implements StateNode {
    @Override
    public Bytes32 hash() {
      return StateHash.branch(left, right);
    }
  }

  /** Returns the bytes that are stored: a kind (1 leaf, 2 branch) and two hashes. */
  static byte[] encode(StateNode node) {
    return switch (node) {
      case Empty empty -> throw new IllegalArgumentException("an empty subtree is not stored");
      case Leaf leaf -> join(1, leaf.key(), leaf.valueHash());
      case Branch branch -> join(2, branch.left(), branch.right());
    };
  }

  /** Reads what {@link #encode} wrote. */
  static StateNode decode(byte[] bytes) {
    if (bytes.length != 65 || bytes[0] < 1 || bytes[0] > 2) {
      throw new LedgerException("a node of the state tree is damaged; empty the data folder");
    }
    Bytes32 first = Bytes32.of(Arrays.copyOfRange(bytes, 1, 33));
    Bytes32 second = Bytes32.of(Arrays.copyOfRange(bytes, 33, 65));
    return bytes[0] == 1 ? new Leaf(first, second) : new Branch(first, second);
  }

  private static byte[] join(int kind, Bytes32 first, Bytes32 second) {
    byte[] bytes = new byte[65];
    bytes[0] = (byte) kind;
    System.arraycopy(first.toByteArray(), 0, bytes, 1, 32);
    System.arraycopy(second.toByteArray(), 0, bytes, 33, 32);
    return bytes;
  }
}
