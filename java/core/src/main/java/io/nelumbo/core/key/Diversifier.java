package io.nelumbo.core.key;

import io.nelumbo.core.value.FixedBytes;

/** The 16 bytes d that tell the addresses of one key apart. */
public final class Diversifier extends FixedBytes {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  private Diversifier(byte[] source) {
    super(source, LENGTH);
  }

  /** Copies 16 bytes. */
  public static Diversifier of(byte[] bytes) {
    return new Diversifier(bytes);
  }
}
