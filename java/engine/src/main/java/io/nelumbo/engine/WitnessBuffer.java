package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/**
 * Native room for one solved system, secret: W, then A, B and C, elements of 32 bytes in Montgomery
 * form. One thread at a time writes it, inside {@link #write}. Closing wipes it. Addresses are for
 * io.nelumbo.circuits only, and only while the buffer is open.
 */
public final class WitnessBuffer extends NativeHandle {
  private final long[] layout;

  private WitnessBuffer(MemorySegment pointer, long[] layout) {
    super(pointer);
    this.layout = layout;
  }

  /** A zeroed buffer of the sizes of a key's circuit. */
  public static WitnessBuffer of(ProvingKey key) {
    try (NativeHandle.Use keyUse = key.use();
        Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(8);
      Native.check(() -> (int) Symbols.Groth16.WITNESS_NEW.invokeExact(out, keyUse.pointer()));
      MemorySegment pointer = out.get(ValueLayout.ADDRESS, 0);
      try {
        MemorySegment fields = scratch.out(64);
        Native.check(() -> (int) Symbols.Groth16.WITNESS_LAYOUT.invokeExact(pointer, fields));
        return new WitnessBuffer(pointer, Scratch.longs(fields));
      } catch (RuntimeException e) {
        Native.release(Symbols.Groth16.WITNESS_FREE, pointer);
        throw e;
      }
    }
  }

  /** Runs a solver that writes the buffer; closing waits until it returns. */
  public void write(Consumer<WitnessBuffer> solver) {
    try (Use _ = use()) {
      solver.accept(this);
    }
  }

  /** The address of W. */
  public long addressW() {
    return field(0);
  }

  /** How many elements W has: the wires. */
  public long wires() {
    return field(1);
  }

  /** The address of A. */
  public long addressA() {
    return field(2);
  }

  /** The address of B. */
  public long addressB() {
    return field(3);
  }

  /** The address of C. */
  public long addressC() {
    return field(4);
  }

  /** How many elements each of A, B and C has. */
  public long domainSize() {
    return field(5);
  }

  /** How many of them are in use: the constraints. */
  public long constraints() {
    return field(6);
  }

  private long field(int index) {
    try (Use _ = use()) {
      return layout[index];
    }
  }

  /** Shows nothing of the content. */
  @Override
  public String toString() {
    return "WitnessBuffer";
  }

  @Override
  String name() {
    return "witness buffer";
  }

  @Override
  void free(MemorySegment object) {
    Native.release(Symbols.Groth16.WITNESS_FREE, object);
  }
}
