package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A pool of native worker threads for long calls. Shareable between threads; calls through one pool
 * take turns at its workers.
 */
public final class NativeContext extends NativeHandle {
  private static final int MAX_THREADS = 256;

  private NativeContext(MemorySegment pointer) {
    super(pointer);
  }

  /**
   * A pool.
   *
   * @param threads 1 to 256, the calling thread included; 0 means one per available processor
   */
  public static NativeContext open(int threads) {
    if (threads < 0 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads is " + threads + ", not in 0 to " + MAX_THREADS);
    }
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(8);
      Native.check(() -> (int) Symbols.Base.CONTEXT_NEW.invokeExact(out, threads));
      return new NativeContext(out.get(ValueLayout.ADDRESS, 0));
    }
  }

  /** How many threads work, the calling one included. */
  public int threads() {
    try (Use self = use();
        Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(4);
      Native.check(() -> (int) Symbols.Base.CONTEXT_THREADS.invokeExact(self.pointer(), out));
      return out.get(ValueLayout.JAVA_INT, 0);
    }
  }

  @Override
  String name() {
    return "native context";
  }

  @Override
  void free(MemorySegment object) {
    Native.release(Symbols.Base.CONTEXT_FREE, object);
  }
}
