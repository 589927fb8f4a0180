package io.nelumbo.wallet.store;

import org.jspecify.annotations.Nullable;

/** Complete nodes of the note commitment tree, by level (0 = leaves) and index within the level. */
public interface NodeStore {
  /** A node's 32 bytes, or null when it is not complete yet. */
  byte @Nullable [] node(int level, long index);

  /** Remembers a complete node; nodes never change. */
  void putNode(int level, long index, byte[] hash);

  /** Number of leaves. */
  long leaves();

  /** Sets the number of leaves. */
  void setLeaves(long leaves);
}
