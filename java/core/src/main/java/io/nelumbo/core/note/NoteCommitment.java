package io.nelumbo.core.note;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.FieldElement;

/**
 * The note commitment cm of a note (docs/protocol/notes.md 2).
 *
 * @param value the element of F
 */
public record NoteCommitment(FieldElement value) {
  /** Copies 32 canonical bytes. */
  public static NoteCommitment of(byte[] bytes) {
    return new NoteCommitment(FieldElement.of(bytes));
  }

  /** Reads 32 canonical bytes. */
  public static NoteCommitment read(ByteReader reader, String field) throws DecodeException {
    return new NoteCommitment(FieldElement.read(reader, field));
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
