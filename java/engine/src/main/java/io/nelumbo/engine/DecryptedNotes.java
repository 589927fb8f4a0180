package io.nelumbo.engine;

import java.util.Arrays;

/**
 * What trial decryption found in a batch of outputs. Notes, memos and recipients are private; where
 * nothing was found they are zero. The arrays are the caller's; {@link #close} wipes them.
 *
 * @param found for each output whether it is the key's own
 * @param notes openings of 120 bytes
 * @param memos 512 bytes each
 * @param recipients pk_d of each, 32 bytes, when recovered with an outgoing key; else empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record DecryptedNotes(boolean[] found, byte[] notes, byte[] memos, byte[] recipients)
    implements AutoCloseable {
  /** What a key that is not there finds: nothing. */
  public static DecryptedNotes none(int count) {
    return new DecryptedNotes(new boolean[count], new byte[0], new byte[0], new byte[0]);
  }

  /** How many outputs were tried. */
  public int count() {
    return found.length;
  }

  /** The opening of output {@code index}: 120 bytes. */
  public byte[] note(int index) {
    return slice(notes, index, NoteCrypto.NOTE_LENGTH);
  }

  /** The memo of output {@code index}: 512 bytes. */
  public byte[] memo(int index) {
    return slice(memos, index, NoteCrypto.MEMO_LENGTH);
  }

  /** The recipient's pk_d of output {@code index}: 32 bytes. */
  public byte[] recipient(int index) {
    return slice(recipients, index, 32);
  }

  private static byte[] slice(byte[] all, int index, int length) {
    return Arrays.copyOfRange(all, index * length, (index + 1) * length);
  }

  /** Wipes what was found. */
  @Override
  public void close() {
    Arrays.fill(notes, (byte) 0);
    Arrays.fill(memos, (byte) 0);
    Arrays.fill(recipients, (byte) 0);
  }

  /** Shows nothing. */
  @Override
  public String toString() {
    return "DecryptedNotes";
  }
}
