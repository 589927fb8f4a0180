package io.nelumbo.core.tree;

/** The shape of the note commitment tree (docs/protocol/notes.md 3). */
public final class TreeShape {
  /** Levels of nodes above the leaves. */
  public static final int LEVELS = 16;

  /** Children of a node. */
  public static final int ARITY = 4;

  /** Siblings of a node. */
  public static final int SIBLINGS = ARITY - 1;

  /** How many leaves fit. */
  public static final long CAPACITY = 1L << 2 * LEVELS;

  private TreeShape() {}

  /** The index of the child at a level (0 = leaves) on the way to a position: 0 to 3. */
  public static int childIndex(long position, int level) {
    return (int) (position >>> 2 * level) & (ARITY - 1);
  }
}
