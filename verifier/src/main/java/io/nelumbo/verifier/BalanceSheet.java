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
import java.util.SortedMap;
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
      Sum available = Sum.of(view.poolCounter(pool, entry.getKey()));
      available.add(entry.getValue().entering);
      if (available.compareTo(entry.getValue().leaving) < 0) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  /** Returns an asset of which the pool would hold 2^64 or more, or empty; call it last. */
  Optional<AssetId> overfilled(LedgerView view, int pool) {
    return countersAfter(view, pool).entrySet().stream()
        .filter(entry -> !entry.getValue().fitsAmount())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Returns what the pool holds afterwards of each asset that an action names. All actions count as
   * one change, so that their order cannot matter.
   *
   * @throws ArithmeticException when one is overdrawn
   */
  SortedMap<AssetId, Sum> countersAfter(LedgerView view, int pool) {
    SortedMap<AssetId, Sum> after = new TreeMap<>();
    rows.forEach((asset, row) -> {
      if (row.moves) {
        Sum counter = Sum.of(view.poolCounter(pool, asset));
        counter.add(row.entering);
        counter.subtract(row.leaving);
        after.put(asset, counter);
      }
    });
    return after;
  }

  private Row row(AssetId asset) {
    return rows.computeIfAbsent(asset, _ -> new Row());
  }

  private static void addAction(Row row, Action action) {
    row.moves = true;
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
    private boolean moves;
  }

  /** An unsigned sum of amounts in 127 bits; adding past them throws ArithmeticException. */
  static final class Sum implements Comparable<Sum> {
    private long high;
    private long low;

    static Sum of(Amount amount) {
      Sum sum = new Sum();
      sum.add(amount);
      return sum;
    }

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

    /** Takes {@code other} away; ArithmeticException when it is greater. */
    void subtract(Sum other) {
      if (compareTo(other) < 0) {
        throw new ArithmeticException("difference of amounts is below zero");
      }
      long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
      high = high - other.high - borrow;
      low -= other.low;
    }

    /** Returns the sum; ArithmeticException when it is 2^64 or more. */
    Amount toAmount() {
      if (!fitsAmount()) {
        throw new ArithmeticException("sum of amounts is 2^64 or more");
      }
      return Amount.of(low);
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
