package io.nelumbo.verifier;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of the chain that the rules ask for. It answers for one head; the caller sees to it
 * that the head does not move while a transaction is judged.
 */
public interface LedgerView {
  /** Where the count stands in a note tree's state value, after the root. */
  int NOTE_COUNT_OFFSET = 32;

  /** Returns the state value under {@code key}, or null when the entry is absent. */
  byte @Nullable [] state(StateKey key);

  /** Returns whether {@code anchor} was the note tree's root at the end of a block. */
  boolean anchorKnown(int pool, Anchor anchor);

  /** Returns the head's height, 0 for the genesis. */
  long height();

  /** Returns the head's hash. */
  BlockHash headHash();

  /** Returns the head's time in milliseconds since 1970. */
  long headTime();

  /** Returns the number of transactions from the first block to the head. */
  long totalTransactions();

  /** Returns the network's parameters. */
  NetworkParameters parameters();

  /** Returns the fees that the proposer's balance receives at the end of the block. */
  default Amount pendingFees() {
    return Amount.ZERO;
  }

  /** Returns whether {@code nullifier} was spent in {@code pool}. */
  default boolean nullifierSpent(int pool, Nullifier nullifier) {
    return state(StateKey.nullifier(pool, nullifier)) != null;
  }

  /** Returns the nonce of the account's next transaction, unsigned. */
  default long nextNonce(AccountKey account) {
    byte[] value = state(StateKey.nonce(account));
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  /** Returns the account's transparent balance. */
  default Amount balance(AccountKey account, AssetId asset) {
    return amount(StateKey.balance(account, asset));
  }

  /** Returns what is known of an asset, or empty when it was never issued. */
  default Optional<AssetInfo> asset(AssetId asset) {
    return Optional.ofNullable(state(StateKey.asset(asset))).map(AssetInfo::ofBytes);
  }

  /** Returns the value of {@code asset} inside {@code pool}. */
  default Amount poolCounter(int pool, AssetId asset) {
    return amount(StateKey.pool(pool, asset));
  }

  /** Returns the number of note commitments in the tree of {@code pool}. */
  default long noteCount(int pool) {
    byte[] value = state(StateKey.noteTree(pool));
    return value == null ? 0 : ByteBuffer.wrap(value).getLong(NOTE_COUNT_OFFSET);
  }

  private Amount amount(StateKey key) {
    byte[] value = state(key);
    return value == null ? Amount.ZERO : Amount.of(ByteBuffer.wrap(value).getLong());
  }
}
