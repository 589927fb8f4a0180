package io.nelumbo.core.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads big-endian integers, byte strings and lists from a byte array that it does not copy and
 * never reads past. It keeps the path of the field being read, so that an error says where it is.
 * Not thread-safe.
 */
public final class ByteReader {
  private static final int MAX_DEPTH = 8;

  private final String root;
  private final byte[] data;
  private final int limit;
  private final String[] names = new String[MAX_DEPTH];
  private final int[] indices = new int[MAX_DEPTH];
  private int depth;
  private int position;

  /** Reads one element of a list. */
  @FunctionalInterface
  public interface Item<T> {
    /** Reads the element; the reader's path already names it. */
    T read(ByteReader reader) throws DecodeException;
  }

  /**
   * @param root the name of the whole value, the first word of every path
   * @param data the bytes; the caller does not change them while this reader lives
   */
  public ByteReader(String root, byte[] data) {
    this(root, data, 0, data.length);
  }

  private ByteReader(String root, byte[] data, int position, int limit) {
    this.root = root;
    this.data = data;
    this.position = position;
    this.limit = limit;
  }

  /** A reader of {@code data} that refuses more than {@code maxBytes} before anything is read. */
  public static ByteReader bounded(String root, byte[] data, int maxBytes) throws DecodeException {
    if (data.length > maxBytes) {
      throw new DecodeException(
          root, "has " + data.length + " bytes, at most " + maxBytes + " are allowed", 0);
    }
    return new ByteReader(root, data);
  }

  /** The offset of the next byte. */
  public int position() {
    return position;
  }

  /** How many bytes are left. */
  public int remaining() {
    return limit - position;
  }

  /** Reads an unsigned byte. */
  public int u8(String field) throws DecodeException {
    return (int) unsigned(field, 1);
  }

  /** Reads an unsigned 16-bit integer. */
  public int u16(String field) throws DecodeException {
    return (int) unsigned(field, 2);
  }

  /** Reads an unsigned 32-bit integer into the 32 bits of an int. */
  public int u32(String field) throws DecodeException {
    return (int) unsigned(field, 4);
  }

  /** Reads an unsigned 64-bit integer into the 64 bits of a long. */
  public long u64(String field) throws DecodeException {
    return unsigned(field, 8);
  }

  private long unsigned(String field, int width) throws DecodeException {
    need(field, width);
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | (data[position++] & 0xff);
    }
    return value;
  }

  /** Reads exactly {@code length} bytes into a new array. */
  public byte[] bytes(String field, int length) throws DecodeException {
    need(field, length);
    byte[] out = Arrays.copyOfRange(data, position, position + length);
    position += length;
    return out;
  }

  /** Reads one byte that must be {@code expected}. */
  public void version(String field, int expected) throws DecodeException {
    int start = position;
    int actual = u8(field);
    if (actual != expected) {
      throw fail(field, start, "is " + actual + ", this software knows only " + expected);
    }
  }

  /**
   * Reads a u8 count of elements that take at least {@code minItemBytes} each; a count over {@code
   * max} or over what the remaining bytes can hold is refused, so that the caller may allocate for
   * it.
   */
  public int count8(String field, int max, int minItemBytes) throws DecodeException {
    int start = position;
    return checkCount(field, start, u8(field), max, minItemBytes);
  }

  /** As {@link #count8} for a u16 count. */
  public int count16(String field, int max, int minItemBytes) throws DecodeException {
    int start = position;
    return checkCount(field, start, u16(field), max, minItemBytes);
  }

  private int checkCount(String field, int start, int count, int max, int minItemBytes)
      throws DecodeException {
    if (count > max) {
      throw fail(field, start, "count is " + count + ", at most " + max + " are allowed");
    }
    if ((long) count * minItemBytes > remaining()) {
      throw fail(
          field, start, "count is " + count + ", but only " + remaining() + " bytes are left");
    }
    return count;
  }

  /**
   * Reads {@code count} elements; element i is named {@code field[i]}. The count has been checked.
   */
  public <T> List<T> list(String field, int count, Item<T> item) throws DecodeException {
    List<T> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      begin(field, i);
      out.add(item.read(this));
      end();
    }
    return out;
  }

  /** Reads a nested value; its fields are named {@code field.*}. */
  public <T> T nested(String field, Item<T> item) throws DecodeException {
    begin(field, -1);
    T out = item.read(this);
    end();
    return out;
  }

  /**
   * Reads a value that takes exactly the next {@code length} bytes: it cannot read past them, and
   * bytes that it leaves are refused.
   */
  public <T> T slice(String field, int length, Item<T> item) throws DecodeException {
    need(field, length);
    ByteReader inner =
        new ByteReader(field.isEmpty() ? path("") : path(field), data, position, position + length);
    T out = item.read(inner);
    inner.finish();
    position += length;
    return out;
  }

  /**
   * Makes a value from parts that were read since {@code start}; a rule that its constructor
   * enforces becomes a decode error.
   *
   * @param field the name of the value, "" for the one being read
   * @param start the offset where its bytes begin
   */
  public <T> T build(String field, int start, Supplier<T> constructor) throws DecodeException {
    try {
      return constructor.get();
    } catch (InvalidValueException e) {
      String name =
          field.isEmpty() || e.field().isEmpty() ? field + e.field() : field + "." + e.field();
      DecodeException decode = fail(name, start, e.problem());
      decode.initCause(e);
      throw decode;
    }
  }

  /** Refuses trailing bytes. */
  public void finish() throws DecodeException {
    if (remaining() != 0) {
      throw new DecodeException(path(""), remaining() + " bytes follow its end", position);
    }
  }

  /** An error of a field at an offset, for the caller to throw. */
  public DecodeException fail(String field, int offset, String problem) {
    return new DecodeException(path(field), problem, offset);
  }

  private void need(String field, int length) throws DecodeException {
    if (length < 0 || length > remaining()) {
      throw fail(
          field,
          position,
          "needs "
              + Integer.toUnsignedString(length)
              + " bytes, only "
              + remaining()
              + " are left");
    }
  }

  private void begin(String name, int index) {
    names[depth] = name;
    indices[depth++] = index;
  }

  private void end() {
    depth--;
  }

  private String path(String field) {
    StringBuilder out = new StringBuilder(root);
    for (int i = 0; i < depth; i++) {
      out.append('.').append(names[i]);
      if (indices[i] >= 0) {
        out.append('[').append(indices[i]).append(']');
      }
    }
    if (!field.isEmpty()) {
      out.append('.').append(field);
    }
    return out.toString();
  }
}
