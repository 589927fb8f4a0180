package io.nelumbo.wallet.scan;

import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tree.TreeShape;
import io.nelumbo.engine.ProtocolHash;
import io.nelumbo.wallet.store.NodeStore;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The note commitment tree (docs/protocol/notes.md 3) as a wallet keeps it: every complete node, so
 * that it can give the Merkle path of any leaf at any past size without having been asked
 * beforehand. About 43 bytes a leaf.
 */
public final class NoteTree {
  private static final int LEVELS = TreeShape.LEVELS;
  private static final int ARITY = TreeShape.ARITY;
  private static final int HASH = 32;

  private final NodeStore store;
  private final byte[] empty;

  /** The tree of a pool over its stored nodes. */
  public NoteTree(NodeStore store, int pool) {
    this.store = store;
    this.empty = ProtocolHash.emptyNodes(pool);
  }

  /** Number of leaves. */
  public long size() {
    return store.leaves();
  }

  /**
   * Appends leaves (32 bytes each), level by level, hashing what they complete in one batch a
   * level.
   */
  public void append(List<byte[]> leaves) {
    long first = size();
    if (first + leaves.size() > TreeShape.CAPACITY) {
      throw new IllegalStateException("the note commitment tree is full");
    }
    for (int i = 0; i < leaves.size(); i++) {
      store.putNode(0, first + i, leaves.get(i));
    }
    long from = first;
    long to = first + leaves.size();
    for (int level = 1; level <= LEVELS; level++) {
      from /= ARITY;
      to /= ARITY;
      hashComplete(level, from, to);
    }
    store.setLeaves(first + leaves.size());
  }

  private void hashComplete(int level, long from, long to) {
    if (from == to) {
      return;
    }
    ByteArrayOutputStream children = new ByteArrayOutputStream();
    for (long child = from * ARITY; child < to * ARITY; child++) {
      children.writeBytes(stored(level - 1, child));
    }
    byte[] parents = ProtocolHash.merkleNodes(children.toByteArray());
    for (int i = 0; i < to - from; i++) {
      store.putNode(level, from + i, Arrays.copyOfRange(parents, i * HASH, (i + 1) * HASH));
    }
  }

  /** The root of the first {@code size} leaves. */
  public Anchor root(long size) {
    return Anchor.of(node(LEVELS, 0, size));
  }

  /**
   * The siblings of a leaf in the tree of the first {@code size} leaves: 16 levels of three
   * (docs/protocol/notes.md 4).
   */
  public byte[] path(long position, long size) {
    if (position < 0 || position >= size || size > size()) {
      throw new IllegalArgumentException("leaf " + position + " is not among the first " + size);
    }
    ByteArrayOutputStream siblings = new ByteArrayOutputStream(LEVELS * (ARITY - 1) * HASH);
    long index = position;
    for (int level = 0; level < LEVELS; level++) {
      for (int child = 0; child < ARITY; child++) {
        long sibling = index / ARITY * ARITY + child;
        if (sibling != index) {
          siblings.writeBytes(node(level, sibling, size));
        }
      }
      index /= ARITY;
    }
    return siblings.toByteArray();
  }

  private byte[] node(int level, long index, long size) {
    long span = 1L << 2 * level;
    if (index * span >= size) {
      return Arrays.copyOfRange(empty, level * HASH, (level + 1) * HASH);
    }
    if ((index + 1) * span <= size) {
      return stored(level, index);
    }
    byte[] children = new byte[ARITY * HASH];
    for (int child = 0; child < ARITY; child++) {
      System.arraycopy(
          node(level - 1, index * ARITY + child, size), 0, children, child * HASH, HASH);
    }
    return ProtocolHash.merkleNodes(children);
  }

  private byte[] stored(int level, long index) {
    byte[] node = store.node(level, index);
    if (node == null) {
      throw new IllegalStateException(
          "node "
              + index
              + " of level "
              + level
              + " is missing from the wallet's tree; run: nelumbo wallet rescan");
    }
    return node;
  }
}
