package io.nelumbo.wallet.store;

import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import java.util.Optional;

/**
 * One line of the wallet's history.
 *
 * @param height of the block; 0 while the transaction waits for one
 * @param timeMillis of the block, or of the sending
 * @param txid of the transaction
 * @param kind what happened
 * @param asset which asset
 * @param amount how much
 * @param counterparty the address or account on the other side, if known
 * @param memo the text of the memo, if there is one
 */
public record HistoryEntry(
    long height,
    long timeMillis,
    TxId txid,
    Kind kind,
    AssetId asset,
    Amount amount,
    Optional<String> counterparty,
    Optional<String> memo) {

  /** What a line of the history says. */
  public enum Kind {
    /** A private note came in. */
    RECEIVED,
    /** A private note was sent to somebody. */
    SENT,
    /** Value went from the transparent account into the pool. */
    SHIELDED,
    /** Value left the pool for a transparent account. */
    UNSHIELDED,
    /** Value was sent from account to account. */
    TRANSFERRED,
    /** New units of an own asset were made. */
    ISSUED
  }
}
