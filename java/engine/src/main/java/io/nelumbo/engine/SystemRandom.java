package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;

/** The operating system's random generator. */
public final class SystemRandom {
  private SystemRandom() {}

  /** Random bytes; fails with an EngineException rather than give weak ones. */
  public static byte[] bytes(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length is " + length);
    }
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.secretOut(length);
      long count = length;
      Native.check(() -> (int) Symbols.Base.RANDOM_BYTES.invokeExact(out, count));
      return Scratch.copy(out);
    }
  }
}
