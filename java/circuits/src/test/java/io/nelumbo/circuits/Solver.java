package io.nelumbo.circuits;

import io.nelumbo.engine.ProvingKey;
import io.nelumbo.engine.WitnessBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A witness buffer of one circuit, to solve into and to read back. One thread at a time. */
final class Solver implements AutoCloseable {
  private final CircuitLibrary circuits;
  private final int circuit;
  final WitnessBuffer buffer;

  Solver(CircuitLibrary circuits, int circuit, ProvingKey key) {
    this.circuits = circuits;
    this.circuit = circuit;
    this.buffer = WitnessBuffer.of(key);
  }

  WitnessTarget target() {
    return new WitnessTarget(
        buffer.addressW(),
        buffer.wires(),
        buffer.addressA(),
        buffer.addressB(),
        buffer.addressC(),
        buffer.domainSize());
  }

  void solve(byte[] assignment) {
    solve(assignment, target());
  }

  void solve(byte[] assignment, WitnessTarget target) {
    buffer.write(w -> circuits.solve(circuit, assignment, target));
  }

  /** W, A, B and C, back to back. */
  byte[] content() {
    int wires = Math.toIntExact(32 * buffer.wires());
    int rows = Math.toIntExact(32 * buffer.domainSize());
    byte[] out = new byte[wires + 3 * rows];
    copy(buffer.addressW(), out, 0, wires);
    copy(buffer.addressA(), out, wires, rows);
    copy(buffer.addressB(), out, wires + rows, rows);
    copy(buffer.addressC(), out, wires + 2 * rows, rows);
    return out;
  }

  private static void copy(long address, byte[] out, int at, int length) {
    MemorySegment source = MemorySegment.ofAddress(address).reinterpret(length);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, 0, out, at, length);
  }

  @Override
  public void close() {
    buffer.close();
  }
}
