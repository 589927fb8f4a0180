package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;

/** Points of Jubjub as transactions carry them: 32 public bytes. */
public final class Jubjub {
  private static final int POINT = 32;

  private Jubjub() {}

  /** Decodes compressed points, back to back. */
  public static DecodedPoints decode(byte[] points) {
    int count = Lengths.items("points", points, POINT);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment xy = scratch.out(64L * count);
      MemorySegment valid = scratch.out(4L * count);
      if (count > 0) {
        MemorySegment in = scratch.in(points);
        long items = count;
        Native.check(() -> (int) Symbols.Sign.DECODE.invokeExact(xy, valid, items, in));
      }
      return new DecodedPoints(Scratch.flags(valid), Scratch.copy(xy));
    }
  }
}
