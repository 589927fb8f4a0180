package io.nelumbo.verifier;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A view of the state after some transactions, in memory, on top of another view: the ledger's
 * state transition.
 *
 * <p>Height, head and anchors stay those of the view below: anchors are roots of earlier blocks
 * (docs/protocol/chain.md 4). Of note commitments it knows only the number. Used by one thread.
 */
public final class LedgerOverlay implements LedgerView {
  private final LedgerView below;
  private final SortedMap<StateKey, Optional<byte[]>> changes = new TreeMap<>();
  private Amount fees = Amount.ZERO;
  private long newNotes;

  /** Makes a view that starts equal to {@code below}. */
  public LedgerOverlay(LedgerView below) {
    this.below = below;
  }

  /**
   * Applies a transaction that {@link TransactionVerifier#checkState} accepted on this view.
   *
   * @throws ArithmeticException when it was not checked; then this view is of no further use
   */
  public void apply(Transaction transaction) {
    TransactionBody body = transaction.body();
    for (Action action : body.actions()) {
      newNotes += action.outputs().size();
      action.nullifiers().forEach(nf -> put(StateKey.nullifier(body.pool(), nf), new byte[] {1}));
    }
    body.accounts().forEach(this::applyDebits);
    body.accounts().forEach(entry -> applyIssues(body.chain(), entry));
    for (Credit credit : body.credits()) {
      credit(credit.account(), credit.asset(), credit.amount());
    }
    applyPool(body);
    fees = fees.plus(body.fee());
  }

  /**
   * Credits the fees of all applied transactions to {@code proposer} (docs/protocol/chain.md 8).
   */
  public void creditFees(AccountKey proposer) {
    if (!fees.isZero()) {
      credit(proposer, parameters().nativeAsset(), fees);
      fees = Amount.ZERO;
    }
  }

  /** Sets a state value that no transaction sets: the note tree's, and those of the genesis. */
  public void put(StateKey key, byte[] value) {
    changes.put(key, Optional.of(value));
  }

  /** Returns every changed entry: its value, or empty where it is absent now. */
  public SortedMap<StateKey, Optional<byte[]>> changes() {
    return Collections.unmodifiableSortedMap(changes);
  }

  @Override
  public byte @Nullable [] state(StateKey key) {
    Optional<byte[]> changed = changes.get(key);
    return changed == null ? below.state(key) : changed.orElse(null);
  }

  @Override
  public long noteCount(int pool) {
    return below.noteCount(pool) + newNotes;
  }

  @Override
  public Amount pendingFees() {
    return fees;
  }

  @Override
  public boolean anchorKnown(int pool, Anchor anchor) {
    return below.anchorKnown(pool, anchor);
  }

  @Override
  public long height() {
    return below.height();
  }

  @Override
  public BlockHash headHash() {
    return below.headHash();
  }

  @Override
  public long headTime() {
    return below.headTime();
  }

  @Override
  public long totalTransactions() {
    return below.totalTransactions();
  }

  @Override
  public NetworkParameters parameters() {
    return below.parameters();
  }

  private void applyDebits(AccountEntry entry) {
    putNumber(StateKey.nonce(entry.key()), entry.nonce() + 1);
    for (Debit debit : entry.debits()) {
      Amount left = balance(entry.key(), debit.asset()).minus(debit.amount());
      putNumber(StateKey.balance(entry.key(), debit.asset()), left.units());
    }
  }

  private void applyIssues(int chain, AccountEntry entry) {
    for (Issue issue : entry.issues()) {
      AssetId asset = AssetId.derive(chain, entry.key().bytes(), issue.assetNonce());
      Amount before = asset(asset).map(AssetInfo::issued).orElse(Amount.ZERO);
      AssetInfo after =
          new AssetInfo(entry.key().bytes(), issue.assetNonce(), before.plus(issue.amount()));
      put(StateKey.asset(asset), after.toByteArray());
      credit(issue.to(), asset, issue.amount());
    }
  }

  private void applyPool(TransactionBody body) {
    new BalanceSheet(body)
        .countersAfter(this, body.pool())
        .forEach((asset, after) ->
            putNumber(StateKey.pool(body.pool(), asset), after.toAmount().units()));
  }

  private void credit(AccountKey account, AssetId asset, Amount amount) {
    putNumber(StateKey.balance(account, asset), balance(account, asset).plus(amount).units());
  }

  private void putNumber(StateKey key, long value) {
    changes.put(
        key,
        value == 0
            ? Optional.empty()
            : Optional.of(ByteBuffer.allocate(Long.BYTES).putLong(value).array()));
  }
}
