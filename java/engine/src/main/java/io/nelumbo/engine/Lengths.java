package io.nelumbo.engine;

/** Checks of argument lengths, before anything crosses into native code. */
final class Lengths {
  private Lengths() {}

  /** Refuses an array that has not exactly {@code expected} bytes. */
  static void exactly(String name, byte[] bytes, long expected) {
    if (bytes.length != expected) {
      throw new IllegalArgumentException(
          name + " has " + bytes.length + " bytes, " + expected + " are needed");
    }
  }

  /** How many items of {@code itemBytes} an array holds; refuses one that ends inside an item. */
  static int items(String name, byte[] bytes, int itemBytes) {
    if (bytes.length % itemBytes != 0) {
      throw new IllegalArgumentException(
          name + " has " + bytes.length + " bytes, not a multiple of " + itemBytes);
    }
    return bytes.length / itemBytes;
  }

  /** Refuses a pool outside 1 to 255. */
  static void pool(int pool) {
    if (pool < 1 || pool > 255) {
      throw new IllegalArgumentException("pool is " + pool + ", not in 1 to 255");
    }
  }
}
