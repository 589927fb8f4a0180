package io.nelumbo.verifier;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.TreeShape;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Stage 3 of docs/protocol/transactions.md 9: what the state of the chain tells. */
final class StateRules {
  private static final List<BiFunction<TransactionBody, LedgerView, Verdict>> IN_ORDER =
      List.of(
          StateRules::checkNullifiers,
          StateRules::checkAnchor,
          StateRules::checkNonces,
          StateRules::checkBalance,
          StateRules::checkFunds,
          StateRules::checkIssues,
          StateRules::checkLimits,
          StateRules::checkRoom);

  private static final String PASSES = " would pass 2^64";

  private StateRules() {}

  /** Judges a body on a state. */
  static Verdict check(TransactionBody body, LedgerView view) {
    for (BiFunction<TransactionBody, LedgerView, Verdict> rule : IN_ORDER) {
      Verdict verdict = rule.apply(body, view);
      if (!verdict.accepted()) {
        return verdict;
      }
    }
    return Verdict.accept();
  }

  /** The circuit allows equal nullifiers, so distinctness is decided here alone. */
  private static Verdict checkNullifiers(TransactionBody body, LedgerView view) {
    Set<Nullifier> seen = new HashSet<>();
    for (Action action : body.actions()) {
      for (Nullifier nullifier : action.nullifiers()) {
        if (!seen.add(nullifier)) {
          return Verdict.reject(
              Reason.DUPLICATE_NULLIFIER, "nullifiers: " + nullifier + " stands twice");
        }
      }
    }
    for (Nullifier nullifier : seen) {
      if (view.nullifierSpent(body.pool(), nullifier)) {
        return Verdict.reject(
            Reason.DOUBLE_SPEND, "nullifiers: " + nullifier + " was spent before");
      }
    }
    return Verdict.accept();
  }

  private static Verdict checkAnchor(TransactionBody body, LedgerView view) {
    if (!body.actions().isEmpty() && !view.anchorKnown(body.pool(), body.anchor())) {
      return Verdict.defer(
          Reason.UNKNOWN_ANCHOR, "anchor: " + body.anchor() + " is no root known here");
    }
    return Verdict.accept();
  }

  private static Verdict checkNonces(TransactionBody body, LedgerView view) {
    for (AccountEntry entry : body.accounts()) {
      long ahead = entry.nonce() - view.nextNonce(entry.key());
      if (ahead != 0) {
        String detail =
            "nonce: of account "
                + entry.key()
                + " is "
                + Long.toUnsignedString(entry.nonce())
                + ", next is "
                + Long.toUnsignedString(view.nextNonce(entry.key()));
        return ahead > 0 && ahead <= NetworkParameters.MAX_NONCE_AHEAD
            ? Verdict.defer(Reason.BAD_NONCE, detail)
            : Verdict.reject(Reason.BAD_NONCE, detail);
      }
    }
    return Verdict.accept();
  }

  private static Verdict checkBalance(TransactionBody body, LedgerView view) {
    Optional<AssetId> asset = new BalanceSheet(body).unbalanced();
    if (asset.isPresent()) {
      return Verdict.reject(
          Reason.UNBALANCED,
          "balance: of asset " + asset.get() + ", what comes in differs from what goes out");
    }
    return Verdict.accept();
  }

  private static Verdict checkFunds(TransactionBody body, LedgerView view) {
    for (AccountEntry entry : body.accounts()) {
      for (Debit debit : entry.debits()) {
        Amount held = view.balance(entry.key(), debit.asset());
        if (held.compareTo(debit.amount()) < 0) {
          return Verdict.reject(
              Reason.INSUFFICIENT_FUNDS,
              "debits: account " + entry.key() + " holds " + held + " of asset " + debit.asset());
        }
      }
    }
    Optional<AssetId> overdrawn = new BalanceSheet(body).overdrawn(view, body.pool());
    if (overdrawn.isPresent()) {
      return Verdict.reject(
          Reason.INSUFFICIENT_FUNDS, "v_out: the pool holds less of asset " + overdrawn.get());
    }
    return Verdict.accept();
  }

  private static Verdict checkIssues(TransactionBody body, LedgerView view) {
    Map<AssetId, BalanceSheet.Sum> supplies = new TreeMap<>();
    for (AccountEntry entry : body.accounts()) {
      for (Issue issue : entry.issues()) {
        AssetId asset = AssetId.derive(body.chain(), entry.key().bytes(), issue.assetNonce());
        if (asset.equals(view.parameters().nativeAsset())) {
          return Verdict.reject(Reason.BAD_ISSUE, "issues: nobody can issue the native asset");
        }
        supplies.computeIfAbsent(asset, id -> supply(view, id)).add(issue.amount());
      }
    }
    for (Map.Entry<AssetId, BalanceSheet.Sum> supply : supplies.entrySet()) {
      if (!supply.getValue().fitsAmount()) {
        return Verdict.reject(
            Reason.BAD_ISSUE, "issues: the supply of asset " + supply.getKey() + " passes 2^64");
      }
    }
    return Verdict.accept();
  }

  /**
   * A state whose supply adds up (docs/protocol/chain.md 7) has room for every balanced change.
   * This says so without trusting the state, because applying must never fail.
   */
  private static Verdict checkLimits(TransactionBody body, LedgerView view) {
    Optional<AssetId> overfilled = new BalanceSheet(body).overfilled(view, body.pool());
    if (overfilled.isPresent()) {
      return Verdict.reject(
          Reason.UNBALANCED, "v_in: the pool's value of asset " + overfilled.get() + PASSES);
    }
    for (Map.Entry<StateKey, BalanceSheet.Sum> balance : balancesAfter(body, view).entrySet()) {
      if (!balance.getValue().fitsAmount()) {
        return Verdict.reject(
            Reason.UNBALANCED, "credits, issues or fee: the balance " + balance.getKey() + PASSES);
      }
    }
    return Verdict.accept();
  }

  /** Returns the balances that debits, issues, credits and all fees of the block lead to. */
  private static Map<StateKey, BalanceSheet.Sum> balancesAfter(
      TransactionBody body, LedgerView view) {
    Map<StateKey, BalanceSheet.Sum> after = new TreeMap<>();
    for (AccountEntry entry : body.accounts()) {
      for (Debit debit : entry.debits()) {
        balance(after, view, entry.key(), debit.asset())
            .subtract(BalanceSheet.Sum.of(debit.amount()));
      }
    }
    for (AccountEntry entry : body.accounts()) {
      for (Issue issue : entry.issues()) {
        AssetId asset = AssetId.derive(body.chain(), entry.key().bytes(), issue.assetNonce());
        balance(after, view, issue.to(), asset).add(issue.amount());
      }
    }
    for (Credit credit : body.credits()) {
      balance(after, view, credit.account(), credit.asset()).add(credit.amount());
    }
    NetworkParameters parameters = view.parameters();
    BalanceSheet.Sum proposer =
        balance(after, view, parameters.proposer(), parameters.nativeAsset());
    proposer.add(view.pendingFees());
    proposer.add(body.fee());
    return after;
  }

  private static BalanceSheet.Sum balance(
      Map<StateKey, BalanceSheet.Sum> after, LedgerView view, AccountKey account, AssetId asset) {
    return after.computeIfAbsent(
        StateKey.balance(account, asset), _ -> BalanceSheet.Sum.of(view.balance(account, asset)));
  }

  private static Verdict checkRoom(TransactionBody body, LedgerView view) {
    int outputs = body.actions().stream().mapToInt(action -> action.outputs().size()).sum();
    if (view.noteCount(body.pool()) + outputs > TreeShape.CAPACITY) {
      return Verdict.reject(Reason.TREE_FULL, "outputs: the note tree has no room for them");
    }
    return Verdict.accept();
  }

  private static BalanceSheet.Sum supply(LedgerView view, AssetId asset) {
    BalanceSheet.Sum sum = new BalanceSheet.Sum();
    view.asset(asset).ifPresent(info -> sum.add(info.issued()));
    return sum;
  }
}
