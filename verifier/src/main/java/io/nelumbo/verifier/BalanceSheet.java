package io.nelumbo.verifier;

import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The balance equation of each asset of one transaction (docs/protocol/transactions.md 8): debits +
 * sum of v_out = credits + sum of v_in + fee, in integers of 128 bits.
 */
final class BalanceSheet {
  private final Map<AssetId, Row> rows = new TreeMap<>();

  BalanceSheet(TransactionBody body) {
    for (AccountEntry entry : body.accounts()) {
      for (Debit debit : entry.debits()) {
        row(debit.asset()).sources.add(debit.amount());
      }
    }
    for (Credit credit : body.credits()) {
      row(credit.asset()).uses.add(credit.amount());
    }
    for (Action action : body.actions()) {
      action.assetPub().ifPresent(asset -> addAction(row(asset), action));
    }
    if (!body.fee().isZero()) {
      row(AssetId.nativeAsset(body.chain())).uses.add(body.fee());
    }
  }

  /** Returns an asset whose equation does not hold, or empty when all hold. */
  Optional<AssetId> unbalanced() {
    return rows.entrySet().stream()
        .filter(entry -> entry.getValue().sources.compareTo(entry.getValue().uses) != 0)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Returns an asset of which more leaves the pool than it holds, or empty. */
  Optional<AssetId> overdrawn(LedgerView view, int pool) {
    for (Map.Entry<AssetId, Row> entry : rows.entrySet()) {
      Sum available = new Sum();
      available.add(view.poolCounter(pool, entry.getKey()));
      available.add(entry.getValue().entering);
      if (available.compareTo(entry.getValue().leaving) < 0) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  private Row row(AssetId asset) {
    return rows.computeIfAbsent(asset, _ -> new Row());
  }

  private static void addAction(Row row, Action action) {
    row.uses.add(action.vIn());
    row.entering.add(action.vIn());
    row.sources.add(action.vOut());
    row.leaving.add(action.vOut());
  }

  /** The sums of one asset. */
  private static final class Row {
    private final Sum sources = new Sum();
    private final Sum uses = new Sum();
    private final Sum entering = new Sum();
    private final Sum leaving = new Sum();
  }

  /** An unsigned sum of amounts in 127 bits; adding past them throws ArithmeticException. */
  static final class Sum implements Comparable<Sum> {
    private long high;
    private long low;

    void add(Amount amount) {
      add(0, amount.units());
    }

    void add(Sum other) {
      add(other.high, other.low);
    }

    private void add(long otherHigh, long otherLow) {
      long sum = low + otherLow;
      long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
      high = Math.addExact(Math.addExact(high, otherHigh), carry);
      low = sum;
    }

    /** Returns whether the sum is below 2^64. */
    boolean fitsAmount() {
      return high == 0;
    }

    @Override
    public int compareTo(Sum other) {
      int order = Long.compare(high, other.high);
      return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
  }
}
