package io.nelumbo.core.note;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.X25519Key;
import io.nelumbo.core.value.FixedBytes;

/**
 * The public part of a note that a transaction makes (docs/protocol/notes.md 10): 841 bytes.
 *
 * @param cm the note commitment
 * @param epk the ephemeral key
 * @param cEnc the note and its memo, for the receiver
 * @param cOut what the sender needs to read {@code cEnc} again
 */
public record NoteOutput(NoteCommitment cm, X25519Key epk, EncryptedNote cEnc, EncryptedOut cOut) {
  /** Length in bytes. */
  public static final int LENGTH = 841;

  /** C_enc, 649 bytes. */
  public static final class EncryptedNote extends FixedBytes {
    /** Length in bytes. */
    public static final int LENGTH = 649;

    private EncryptedNote(byte[] source) {
      super(source, LENGTH);
    }

    /** Copies 649 bytes. */
    public static EncryptedNote of(byte[] bytes) {
      return new EncryptedNote(bytes);
    }
  }

  /** C_out, 128 bytes. */
  public static final class EncryptedOut extends FixedBytes {
    /** Length in bytes. */
    public static final int LENGTH = 128;

    private EncryptedOut(byte[] source) {
      super(source, LENGTH);
    }

    /** Copies 128 bytes. */
    public static EncryptedOut of(byte[] bytes) {
      return new EncryptedOut(bytes);
    }
  }

  /** Reads exactly 841 bytes. */
  public static NoteOutput parse(byte[] bytes) throws DecodeException {
    ByteReader reader = ByteReader.bounded("output", bytes, LENGTH);
    NoteOutput output = read(reader);
    reader.finish();
    return output;
  }

  /** Reads 841 bytes. */
  public static NoteOutput read(ByteReader reader) throws DecodeException {
    return new NoteOutput(
        NoteCommitment.read(reader, "cm"),
        X25519Key.read(reader, "epk"),
        EncryptedNote.of(reader.bytes("c_enc", EncryptedNote.LENGTH)),
        EncryptedOut.of(reader.bytes("c_out", EncryptedOut.LENGTH)));
  }

  /** Appends 841 bytes. */
  public void write(ByteWriter writer) {
    cm.write(writer);
    epk.write(writer);
    cEnc.write(writer);
    cOut.write(writer);
  }

  /** The 841 bytes. */
  public byte[] bytes() {
    ByteWriter writer = new ByteWriter(LENGTH);
    write(writer);
    return writer.toByteArray();
  }
}
