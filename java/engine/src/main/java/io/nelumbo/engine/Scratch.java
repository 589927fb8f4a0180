package io.nelumbo.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory of one call by one thread: copies of arguments and room for results. Closing zeroes
 * the secret ones.
 */
final class Scratch implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final List<MemorySegment> secrets = new ArrayList<>(4);

  /** A copy of public bytes. */
  MemorySegment in(byte[] bytes) {
    MemorySegment segment = out(bytes.length);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /** A copy of secret bytes. */
  MemorySegment secret(byte[] bytes) {
    MemorySegment segment = secretOut(bytes.length);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /** A copy of integers. */
  MemorySegment in(int[] values) {
    return arena.allocateFrom(ValueLayout.JAVA_INT, values);
  }

  /** A copy of integers. */
  MemorySegment in(long[] values) {
    return arena.allocateFrom(ValueLayout.JAVA_LONG, values);
  }

  /** Zeroed room, aligned for any scalar. */
  MemorySegment out(long bytes) {
    return arena.allocate(Math.max(1, bytes), 8).asSlice(0, bytes);
  }

  /** Zeroed room for secrets. */
  MemorySegment secretOut(long bytes) {
    MemorySegment segment = out(bytes);
    secrets.add(segment);
    return segment;
  }

  static byte[] copy(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  static long[] longs(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_LONG);
  }

  /** int32 flags to booleans. */
  static boolean[] flags(MemorySegment segment) {
    boolean[] out = new boolean[(int) (segment.byteSize() / 4)];
    for (int i = 0; i < out.length; i++) {
      out[i] = segment.getAtIndex(ValueLayout.JAVA_INT, i) == 1;
    }
    return out;
  }

  @Override
  public void close() {
    secrets.forEach(secret -> secret.fill((byte) 0));
    arena.close();
  }
}
