package io.nelumbo.core.tree;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.FieldElement;

/**
 * A root of the note commitment tree (docs/protocol/notes.md 6).
 *
 * @param value the element of F
 */
public record Anchor(FieldElement value) {
  /** What a transaction without actions carries instead of an anchor. */
  public static final Anchor NONE = new Anchor(FieldElement.ZERO);

  /** Copies 32 canonical bytes. */
  public static Anchor of(byte[] bytes) {
    return new Anchor(FieldElement.of(bytes));
  }

  /** Reads 32 canonical bytes. */
  public static Anchor read(ByteReader reader, String field) throws DecodeException {
    return new Anchor(FieldElement.read(reader, field));
  }

  /** Appends 32 bytes. */
  public void write(ByteWriter writer) {
    value.write(writer);
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return value.toByteArray();
  }

  /** Hexadecimal. */
  @Override
  public String toString() {
    return value.toString();
  }
}
