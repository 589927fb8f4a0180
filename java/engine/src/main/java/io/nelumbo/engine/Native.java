package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** Calls bound functions and turns their statuses into exceptions. */
final class Native {
  private static final int TEXT_BYTES = 1024;

  private Native() {}

  /** A bound function with its arguments; its result is a status. */
  @FunctionalInterface
  interface Call {
    int invoke() throws Throwable;
  }

  /** A bound function that writes text or bytes: (out, len, written) to status. */
  @FunctionalInterface
  interface TextCall {
    int invoke(MemorySegment out, long length, MemorySegment written) throws Throwable;
  }

  /** Calls; any status but OK is an exception with the library's message. */
  static void check(Call call) {
    int status = invoke(call);
    if (status != 0) {
      throw failure(status, message());
    }
  }

  /** Bytes of unknown length, as nlb_proving_key_verifying_key writes them. */
  static byte[] bytes(TextCall call) {
    int room = TEXT_BYTES;
    while (true) {
      try (Scratch scratch = new Scratch()) {
        MemorySegment out = scratch.out(room);
        MemorySegment written = scratch.out(8);
        long length = room;
        check(() -> call.invoke(out, length, written));
        long full = written.get(ValueLayout.JAVA_LONG, 0);
        if (full <= room) {
          return Scratch.copy(out.asSlice(0, full));
        }
        room = Math.toIntExact(full);
      }
    }
  }

  /** UTF-8 text of unknown length. */
  static String text(TextCall call) {
    return new String(bytes(call), StandardCharsets.UTF_8);
  }

  /** Frees an object. */
  static void release(MethodHandle free, MemorySegment object) {
    invoke(() -> {
      free.invokeExact(object);
      return 0;
    });
  }

  private static int invoke(Call call) {
    try {
      return call.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a bound function threw", e);
    }
  }

  private static RuntimeException failure(int code, String message) {
    EngineStatus status = EngineStatus.ofCode(code);
    if (status == EngineStatus.BAD_ARGUMENT) {
      return new IllegalArgumentException(message);
    }
    return new EngineException(status, message);
  }

  /**
   * The calling thread's last failure; never fails itself, since it runs inside the handling of a
   * failure.
   */
  private static String message() {
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(TEXT_BYTES);
      MemorySegment written = scratch.out(8);
      int status =
          invoke(
              () -> (int) Symbols.Base.ERROR_MESSAGE.invokeExact(out, (long) TEXT_BYTES, written));
      long length = Math.min(TEXT_BYTES, written.get(ValueLayout.JAVA_LONG, 0));
      return status == 0 && length > 0
          ? new String(Scratch.copy(out.asSlice(0, length)), StandardCharsets.UTF_8)
          : "the native library gave no message";
    }
  }
}
