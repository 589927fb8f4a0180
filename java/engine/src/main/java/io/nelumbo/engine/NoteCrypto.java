package io.nelumbo.engine;

import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.NoteOutput;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Commitments, nullifiers and encryption of notes (docs/protocol/notes.md), in batches. Native
 * copies of secrets are zeroed.
 */
public final class NoteCrypto {
  /** Length of a note opening: asset 32, value 8, d 16, o 32, rseed 32. */
  public static final int NOTE_LENGTH = 120;

  /** Length of a memo. */
  public static final int MEMO_LENGTH = Memo.LENGTH;

  private static final int KEY = 32;
  private static final int ELEMENT = 32;

  private NoteCrypto() {}

  /** Commitments of notes of 120 bytes, back to back. */
  public static NoteCommitments commit(byte[] notes, int pool) {
    int count = Lengths.items("notes", notes, NOTE_LENGTH);
    Lengths.pool(pool);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment cm = scratch.out((long) count * ELEMENT);
      MemorySegment rcm = scratch.secretOut((long) count * ELEMENT);
      if (count > 0) {
        MemorySegment in = scratch.secret(notes);
        long items = count;
        long length = notes.length;
        Native.check(() -> (int) Symbols.Note.COMMIT.invokeExact(cm, rcm, items, in, length, pool));
      }
      return new NoteCommitments(Scratch.copy(cm), Scratch.copy(rcm));
    }
  }

  /**
   * Nullifiers of one key's notes, 32 bytes each.
   *
   * @param nk the nullifier key
   * @param positions of the notes in the tree, below 2^32
   * @param cm their commitments, back to back
   * @param rcm the randomness of those
   * @param pool 1 to 255
   */
  public static byte[] nullify(byte[] nk, long[] positions, byte[] cm, byte[] rcm, int pool) {
    Lengths.exactly("nk", nk, KEY);
    Lengths.exactly("cm", cm, (long) positions.length * ELEMENT);
    Lengths.exactly("rcm", rcm, (long) positions.length * ELEMENT);
    Lengths.pool(pool);
    Engine.load();
    if (positions.length == 0) {
      return new byte[0];
    }
    try (Scratch scratch = new Scratch()) {
      MemorySegment nf = scratch.out((long) positions.length * ELEMENT);
      MemorySegment nkIn = scratch.secret(nk);
      MemorySegment positionsIn = scratch.in(positions);
      MemorySegment cmIn = scratch.in(cm);
      MemorySegment rcmIn = scratch.secret(rcm);
      long items = positions.length;
      Native.check(() ->
          (int) Symbols.Note.NULLIFY.invokeExact(nf, items, nkIn, positionsIn, cmIn, rcmIn, pool));
      return Scratch.copy(nf);
    }
  }

  /**
   * Seals one output, 841 bytes.
   *
   * @param note opening of 120 bytes
   * @param memo 512 bytes
   * @param pkD the recipient's key for the note's diversifier
   * @param ovk the sender's outgoing viewing key, or null: then nobody can recover the output
   * @param scope chain and pool
   */
  public static byte[] encrypt(
      byte[] note, byte[] memo, byte[] pkD, byte @Nullable [] ovk, NoteScope scope) {
    Lengths.exactly("note", note, NOTE_LENGTH);
    Lengths.exactly("memo", memo, MEMO_LENGTH);
    Lengths.exactly("pkD", pkD, KEY);
    if (ovk != null) {
      Lengths.exactly("ovk", ovk, KEY);
    }
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment output = scratch.out(NoteOutput.LENGTH);
      MemorySegment noteIn = scratch.secret(note);
      MemorySegment memoIn = scratch.secret(memo);
      MemorySegment pkDIn = scratch.secret(pkD);
      MemorySegment ovkIn = ovk == null ? MemorySegment.NULL : scratch.secret(ovk);
      Native.check(() ->
          (int)
              Symbols.Note.ENCRYPT.invokeExact(
                  output, noteIn, memoIn, pkDIn, ovkIn, scope.chain(), scope.pool()));
      return Scratch.copy(output);
    }
  }

  /**
   * Trial decryption of outputs of 841 bytes, back to back, with an incoming viewing key. Long for
   * many outputs: not on an event loop or a virtual thread.
   */
  public static DecryptedNotes decrypt(
      NativeContext context, byte[] ivk, byte[] ko, byte[] outputs, NoteScope scope) {
    Lengths.exactly("ivk", ivk, KEY);
    Lengths.exactly("ko", ko, KEY);
    try (NativeHandle.Use contextUse = context.use();
        Batch batch = new Batch(outputs)) {
      MemorySegment ivkIn = batch.scratch.secret(ivk);
      MemorySegment koIn = batch.scratch.secret(ko);
      if (batch.count > 0) {
        Native.check(() ->
            (int)
                Symbols.Note.DECRYPT.invokeExact(
                    contextUse.pointer(),
                    batch.found,
                    batch.notes,
                    batch.memos,
                    batch.count,
                    ivkIn,
                    koIn,
                    batch.outputs,
                    batch.length,
                    scope.chain(),
                    scope.pool()));
      }
      return batch.result(new byte[0]);
    }
  }

  /** As {@link #decrypt} with an outgoing viewing key: what its owner sent, and to whom. */
  public static DecryptedNotes recover(
      NativeContext context, byte[] ovk, byte[] outputs, NoteScope scope) {
    Lengths.exactly("ovk", ovk, KEY);
    try (NativeHandle.Use contextUse = context.use();
        Batch batch = new Batch(outputs)) {
      MemorySegment ovkIn = batch.scratch.secret(ovk);
      MemorySegment recipients = batch.scratch.secretOut(batch.count * KEY);
      if (batch.count > 0) {
        Native.check(() ->
            (int)
                Symbols.Note.RECOVER.invokeExact(
                    contextUse.pointer(),
                    batch.found,
                    batch.notes,
                    batch.memos,
                    recipients,
                    batch.count,
                    ovkIn,
                    batch.outputs,
                    batch.length,
                    scope.chain(),
                    scope.pool()));
      }
      return batch.result(Scratch.copy(recipients));
    }
  }

  /** Outputs to try and room for what is found. */
  private static final class Batch implements AutoCloseable {
    final long count;
    final long length;
    final Scratch scratch = new Scratch();
    final MemorySegment outputs;
    final MemorySegment found;
    final MemorySegment notes;
    final MemorySegment memos;

    Batch(byte[] bytes) {
      count = Lengths.items("outputs", bytes, NoteOutput.LENGTH);
      length = bytes.length;
      outputs = scratch.in(bytes);
      found = scratch.out(4 * count);
      notes = scratch.secretOut(count * NOTE_LENGTH);
      memos = scratch.secretOut(count * MEMO_LENGTH);
    }

    DecryptedNotes result(byte[] recipients) {
      return new DecryptedNotes(
          Scratch.flags(found), Scratch.copy(notes), Scratch.copy(memos), recipients);
    }

    @Override
    public void close() {
      scratch.close();
    }
  }
}
