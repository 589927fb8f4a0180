package io.nelumbo.core.note;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.FieldElement;

/**
 * The nullifier nf that spending a note publishes (docs/protocol/notes.md 5).
 *
 * @param value the element of F
 */
public record Nullifier(FieldElement value) {
  /** Copies 32 canonical bytes. */
  public static Nullifier of(byte[] bytes) {
    return new Nullifier(FieldElement.of(bytes));
  }

  /** Reads 32 canonical bytes. */
  public static Nullifier read(ByteReader reader, String field) throws DecodeException {
    return new Nullifier(FieldElement.read(reader, field));
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
