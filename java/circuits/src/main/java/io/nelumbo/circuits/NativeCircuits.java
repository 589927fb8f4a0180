package io.nelumbo.circuits;

import java.nio.ByteBuffer;

/**
 * The functions of the circuit library, one to one. Buffers are direct; {@code text} receives a u32
 * little-endian length and UTF-8. Every function returns a status of nelumbo.h, or 8 for an
 * unsatisfied statement.
 */
final class NativeCircuits {
  private NativeCircuits() {}

  static native int describe(int circuit, int depth, ByteBuffer text);

  /** Addresses belong to a witness buffer of the engine; lengths are in elements of 32 bytes. */
  static native int solve(
      int circuit,
      ByteBuffer assignment,
      long wiresAddress,
      long wires,
      long aAddress,
      long bAddress,
      long cAddress,
      long rows,
      ByteBuffer text);

  /** Label, a zero byte and path, in UTF-8. */
  static native int writeDevelopmentKey(int circuit, ByteBuffer labelAndPath, ByteBuffer text);

  static native int prove(int circuit, ByteBuffer assignment, ByteBuffer proof, ByteBuffer text);

  static native int verify(int circuit, ByteBuffer statement, ByteBuffer text);
}
