package io.nelumbo.core.codec;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes big-endian integers and byte strings into a growing buffer. Not thread-safe. */
public final class ByteWriter {
  private byte[] buffer;
  private int length;

  /** An empty writer with room for {@code expected} bytes before it grows. */
  public ByteWriter(int expected) {
    buffer = new byte[Math.max(16, expected)];
  }

  /** Writes the low 8 bits. */
  public ByteWriter u8(int value) {
    return unsigned(value, 1);
  }

  /** Writes the low 16 bits. */
  public ByteWriter u16(int value) {
    return unsigned(value, 2);
  }

  /** Writes 32 bits. */
  public ByteWriter u32(int value) {
    return unsigned(value, 4);
  }

  /** Writes 64 bits. */
  public ByteWriter u64(long value) {
    return unsigned(value, 8);
  }

  /** Writes all of {@code bytes}. */
  public ByteWriter bytes(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** Writes each element, without a count. */
  public <T> ByteWriter each(List<T> items, BiConsumer<T, ByteWriter> write) {
    for (T item : items) {
      write.accept(item, this);
    }
    return this;
  }

  /** How many bytes were written. */
  public int length() {
    return length;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  private ByteWriter unsigned(long value, int width) {
    reserve(width);
    for (int i = width - 1; i >= 0; i--) {
      buffer[length++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L));
    }
  }
}
