package io.nelumbo.node.ledger;

import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tree.TreeShape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The right edge of the note commitment tree: at each level the complete nodes whose parent is not
 * complete yet (docs/protocol/notes.md 3). Enough to append and to know the root. Immutable.
 */
final class NoteFrontier {
  private static final int ELEMENT = 32;

  private final TreeHash hash;
  private final byte[] empty;
  private final long leaves;
  // pending[level]: up to three nodes back to back; pending[LEVELS]: the root of a full tree.
  private final byte[][] pending;

  private NoteFrontier(TreeHash hash, byte[] empty, long leaves, byte[][] pending) {
    this.hash = hash;
    this.empty = empty;
    this.leaves = leaves;
    this.pending = pending;
  }

  /** The empty tree of a pool. */
  static NoteFrontier empty(TreeHash hash, int pool) {
    byte[][] pending = new byte[TreeShape.LEVELS + 1][];
    Arrays.fill(pending, new byte[0]);
    return new NoteFrontier(hash, hash.empty(pool), 0, pending);
  }

  /** Reads what {@link #toByteArray} wrote. */
  static NoteFrontier ofBytes(TreeHash hash, int pool, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long leaves = in.getLong();
    byte[][] pending = new byte[TreeShape.LEVELS + 1][];
    for (int level = 0; level <= TreeShape.LEVELS; level++) {
      pending[level] = new byte[ELEMENT * TreeShape.childIndex(leaves, level)];
      in.get(pending[level]);
    }
    return new NoteFrontier(hash, hash.empty(pool), leaves, pending);
  }

  byte[] toByteArray() {
    ByteWriter out = new ByteWriter(8 + ELEMENT * 3 * TreeShape.LEVELS);
    out.u64(leaves);
    for (byte[] nodes : pending) {
      out.bytes(nodes);
    }
    return out.toByteArray();
  }

  /** Returns the number of leaves. */
  long leaves() {
    return leaves;
  }

  /**
   * Returns the tree with more leaves.
   *
   * @param commitments 32 bytes each, back to back, in order
   * @throws LedgerException when the tree has no room for them
   */
  NoteFrontier append(byte[] commitments) {
    long after = leaves + commitments.length / ELEMENT;
    if (after > TreeShape.CAPACITY) {
      throw new LedgerException("the note commitment tree is full");
    }
    byte[][] rows = new byte[TreeShape.LEVELS + 1][];
    byte[] arriving = commitments;
    for (int level = 0; level < TreeShape.LEVELS; level++) {
      byte[] row = join(pending[level], arriving);
      int complete = row.length - row.length % (TreeShape.ARITY * ELEMENT);
      arriving = complete == 0 ? new byte[0] : hash.nodes(Arrays.copyOf(row, complete));
      rows[level] = Arrays.copyOfRange(row, complete, row.length);
    }
    rows[TreeShape.LEVELS] = join(pending[TreeShape.LEVELS], arriving);
    return new NoteFrontier(hash, empty, after, rows);
  }

  /** Returns the root: open nodes completed with empty ones. */
  Anchor root() {
    if (pending[TreeShape.LEVELS].length > 0) {
      return Anchor.of(pending[TreeShape.LEVELS]);
    }
    byte[] open = new byte[0];
    for (int level = 0; level < TreeShape.LEVELS; level++) {
      byte[] children = join(pending[level], open);
      open = children.length == 0 ? children : hash.nodes(fill(children, level));
    }
    return Anchor.of(open.length == 0 ? emptyNode(TreeShape.LEVELS) : open);
  }

  private byte[] fill(byte[] children, int level) {
    byte[] four = Arrays.copyOf(children, TreeShape.ARITY * ELEMENT);
    for (int at = children.length; at < four.length; at += ELEMENT) {
      System.arraycopy(empty, ELEMENT * level, four, at, ELEMENT);
    }
    return four;
  }

  private byte[] emptyNode(int level) {
    return Arrays.copyOfRange(empty, ELEMENT * level, ELEMENT * (level + 1));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
