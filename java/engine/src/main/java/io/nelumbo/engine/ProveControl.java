package io.nelumbo.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Watches and cancels one proof from any thread. It needs no closing. */
public final class ProveControl {
  private static final VarHandle PROGRESS = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle CANCEL = ValueLayout.JAVA_INT.varHandle();

  // The garbage collector frees this; a call in progress keeps it reachable.
  private final MemorySegment progress = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
  private final MemorySegment cancel = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);

  /**
   * Makes the proof end with EngineException CANCELLED at its start, or after the unit of work at
   * hand: one window of one sum, which grows with the circuit.
   */
  public void cancel() {
    CANCEL.setVolatile(cancel, 0L, 1);
  }

  /** Whether {@link #cancel} was called. */
  public boolean isCancelled() {
    return (int) CANCEL.getVolatile(cancel, 0L) != 0;
  }

  /** How much is done, 0 to 1000. */
  public int progressPermille() {
    return (int) (long) PROGRESS.getVolatile(progress, 0L);
  }

  /**
   * Sets what {@link #progressPermille} says, for a proof that is made in another process.
   *
   * @param permille 0 to 1000
   */
  public void report(int permille) {
    if (permille < 0 || permille > 1000) {
      throw new IllegalArgumentException("permille is " + permille + ", not in 0 to 1000");
    }
    PROGRESS.setVolatile(progress, 0L, (long) permille);
  }

  MemorySegment progressCell() {
    return progress;
  }

  MemorySegment cancelCell() {
    return cancel;
  }
}
