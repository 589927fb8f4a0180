package io.nelumbo.core.note;

import io.nelumbo.core.codec.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sender writes to a receiver (docs/protocol/notes.md 13): 512 bytes, UTF-8 padded with
 * zeros, or 0xF6 and zeros for "no memo". Whatever others send is kept as it is. The content is
 * private: it is not in {@link #toString}.
 */
public final class Memo {
  /** Length in bytes. */
  public static final int LENGTH = 512;

  private static final byte NO_MEMO = (byte) 0xf6;

  private final byte[] bytes;

  private Memo(byte[] bytes) {
    this.bytes = bytes;
  }

  /** No memo. */
  public static Memo none() {
    byte[] bytes = new byte[LENGTH];
    bytes[0] = NO_MEMO;
    return new Memo(bytes);
  }

  /** Copies 512 bytes. */
  public static Memo of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new InvalidValueException("memo", "has " + bytes.length + " bytes, 512 are needed");
    }
    return new Memo(bytes.clone());
  }

  /** Text of at most 512 bytes of UTF-8 that does not end in U+0000. */
  public static Memo ofText(String text) {
    byte[] encoded;
    try {
      ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      encoded = new byte[buffer.remaining()];
      buffer.get(encoded);
    } catch (CharacterCodingException e) {
      throw new InvalidValueException("memo", "is not valid Unicode text");
    }
    if (encoded.length > LENGTH) {
      throw new InvalidValueException(
          "memo", "takes " + encoded.length + " bytes of UTF-8, at most 512 fit; shorten it");
    }
    if (encoded.length > 0 && encoded[encoded.length - 1] == 0) {
      throw new InvalidValueException("memo", "ends in U+0000, which padding would swallow");
    }
    return new Memo(Arrays.copyOf(encoded, LENGTH));
  }

  /** Whether this says "no memo". */
  public boolean isNone() {
    return equals(none());
  }

  /** The text without its padding; empty when there is no memo or it is not UTF-8. */
  public Optional<String> text() {
    int end = LENGTH;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A copy of the 512 bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Memo memo && Arrays.equals(memo.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Says nothing of the content. */
  @Override
  public String toString() {
    return "Memo";
  }
}
