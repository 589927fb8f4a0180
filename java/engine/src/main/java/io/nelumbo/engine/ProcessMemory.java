package io.nelumbo.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What the operating system may do with the memory of this process. */
public final class ProcessMemory {
  // linux/prctl.h
  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;

  private ProcessMemory() {}

  /**
   * From here on the process leaves no core dump, whatever kills it and whatever takes dumps on
   * this machine, and other processes of the same user cannot read its memory or attach to it
   * (prctl(2), PR_SET_DUMPABLE).
   *
   * @throws EngineException when the operating system refuses
   */
  public static void forbidDumps() {
    if (prctl(PR_SET_DUMPABLE) != 0 || dumpsAllowed()) {
      throw new EngineException(
          EngineStatus.UNSUPPORTED, "the operating system does not let this process forbid dumps");
    }
  }

  static boolean dumpsAllowed() {
    return prctl(PR_GET_DUMPABLE) != 0;
  }

  /** Calls prctl with a second argument of 0. */
  private static int prctl(int option) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol = linker.defaultLookup().findOrThrow("prctl");
    MethodHandle handle =
        linker.downcallHandle(
            symbol,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      return (int) handle.invokeExact(option, 0L);
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing", e);
    }
  }
}
