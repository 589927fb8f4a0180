package io.nelumbo.wallet.store;

import io.nelumbo.core.note.NoteCommitment;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.FieldElement;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A note that this wallet owns, with everything needed to spend it but the key.
 *
 * @param opening its 120 bytes (docs/protocol/notes.md 1)
 * @param rcm commitment randomness
 * @param cm note commitment
 * @param nf nullifier at its position; empty where the wallet cannot know it
 * @param position in the tree
 * @param height of the block that made it
 * @param internal whether it is change
 */
@SuppressWarnings("ArrayRecordComponent")
public record OwnNote(
    byte[] opening,
    byte[] rcm,
    NoteCommitment cm,
    Optional<Nullifier> nf,
    long position,
    long height,
    boolean internal) {
  /** Its asset. */
  public AssetId asset() {
    return new AssetId(FieldElement.of(Arrays.copyOf(opening, 32)));
  }

  /** Its value. */
  public Amount value() {
    return Amount.of(ByteBuffer.wrap(opening).getLong(32));
  }

  /** Its diversifier, 16 bytes. */
  public byte[] diversifier() {
    return Arrays.copyOfRange(opening, 40, 56);
  }

  /** Wipes what its commitment and ciphertext follow from. */
  public void wipe() {
    Arrays.fill(opening, (byte) 0);
    Arrays.fill(rcm, (byte) 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OwnNote that && position == that.position;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(position);
  }

  @Override
  public String toString() {
    return "OwnNote[position " + position + "]";
  }
}
