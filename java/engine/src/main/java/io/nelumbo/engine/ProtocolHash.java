package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Hashes of docs/protocol/hashes.md over elements of F, 32 bytes little-endian each. Batches:
 * several groups back to back give several results. An element that is not canonical is
 * EngineException BAD_ENCODING.
 */
public final class ProtocolHash {
  private static final int ELEMENT = 32;
  private static final int GROUP = 4 * ELEMENT;
  private static final int WIDE = 64;
  private static final int EMPTY_NODES = 17;

  private ProtocolHash() {}

  /** Groups of 64 bytes, read as little-endian integers, modulo r. */
  public static byte[] reduce(byte[] wide) {
    Engine.load();
    return map(Symbols.Hash.REDUCE, wide, Lengths.items("wide", wide, WIDE));
  }

  /** C4 of groups of four elements. */
  public static byte[] compress(byte[] elements) {
    Engine.load();
    return map(Symbols.Hash.COMPRESS, elements, Lengths.items("elements", elements, GROUP));
  }

  /** N of groups of four children. */
  public static byte[] merkleNodes(byte[] children) {
    Engine.load();
    return map(Symbols.Hash.MERKLE_NODE, children, Lengths.items("children", children, GROUP));
  }

  /** Seventeen elements: the empty leaf, then the empty node of each level, the empty root last. */
  public static byte[] emptyNodes(int pool) {
    Lengths.pool(pool);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(EMPTY_NODES * ELEMENT);
      Native.check(() -> (int) Symbols.Hash.MERKLE_EMPTY.invokeExact(out, pool));
      return Scratch.copy(out);
    }
  }

  private static byte[] map(MethodHandle function, byte[] input, int count) {
    if (count == 0) {
      return new byte[0];
    }
    // Inputs of reduce and compress may be secret.
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.secretOut((long) count * ELEMENT);
      MemorySegment in = scratch.secret(input);
      long items = count;
      long length = input.length;
      Native.check(() -> (int) function.invokeExact(out, items, in, length));
      return Scratch.copy(out);
    }
  }
}
