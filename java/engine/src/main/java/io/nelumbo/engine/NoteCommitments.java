package io.nelumbo.engine;

/**
 * Commitments of a batch of notes, 32 bytes each, back to back. The arrays are the caller's.
 *
 * @param cm note commitments, public
 * @param rcm their randomness, secret
 */
@SuppressWarnings("ArrayRecordComponent")
public record NoteCommitments(byte[] cm, byte[] rcm) {
  /** Shows nothing. */
  @Override
  public String toString() {
    return "NoteCommitments";
  }
}
