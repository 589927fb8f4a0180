package io.nelumbo.core.value;

import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.Hex;
import io.nelumbo.core.codec.InvalidValueException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string whose length belongs to its type. It holds public data: equality takes
 * variable time.
 */
public abstract class FixedBytes {
  private final byte[] bytes;

  /** Copies {@code source}, which must have {@code length} bytes. */
  protected FixedBytes(byte[] source, int length) {
    if (source.length != length) {
      throw new InvalidValueException(
          "", "has " + source.length + " bytes, exactly " + length + " are needed");
    }
    bytes = source.clone();
  }

  /** A copy of the bytes. */
  public final byte[] toByteArray() {
    return bytes.clone();
  }

  /** Appends the bytes. */
  public final void write(ByteWriter writer) {
    writer.bytes(bytes);
  }

  /** Whether every byte is zero. */
  public final boolean isZero() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Compares as unsigned big-endian numbers, i.e. byte by byte. */
  final int compareBytes(FixedBytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other != null
        && other.getClass() == getClass()
        && Arrays.equals(((FixedBytes) other).bytes, bytes);
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hexadecimal. */
  @Override
  public final String toString() {
    return Hex.encode(bytes);
  }
}
