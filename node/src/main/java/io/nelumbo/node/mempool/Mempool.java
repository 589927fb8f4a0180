package io.nelumbo.node.mempool;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Valid transactions that wait for a block. No two of them spend the same nullifier or the same
 * account nonce: the first one stays. Safe for use by several threads; only node.admission adds.
 */
public final class Mempool {
  private final MempoolLimits limits;
  private final Map<TxId, Entry> entries = new HashMap<>();
  private final Map<Object, TxId> spends = new HashMap<>();
  private final Map<String, Integer> perSource = new HashMap<>();
  private final TreeSet<Entry> byWorth =
      new TreeSet<>(
          Comparator.comparingDouble((Entry entry) -> -entry.worth)
              .thenComparingLong(entry -> entry.sequence));
  private long bytes;
  private long nextSequence;

  /** Makes an empty mempool. */
  public Mempool(MempoolLimits limits) {
    this.limits = limits;
  }

  /**
   * Adds a verified transaction, at the cost of others that pay less for a byte where there is no
   * room.
   *
   * @return ACCEPT, or IGNORE with KNOWN, CONFLICT or BUSY
   */
  public synchronized Verdict add(PooledTransaction pooled) {
    if (entries.containsKey(pooled.txid())) {
      return Verdict.ignore(Reason.KNOWN, "transaction: already in the mempool");
    }
    List<Object> keys = spendsOf(pooled.transaction().body());
    if (keys.stream().anyMatch(spends::containsKey)) {
      return Verdict.ignore(
          Reason.CONFLICT, "transaction: one in the mempool spends the same nullifier or nonce");
    }
    if (!pooled.source().isEmpty()
        && perSource.getOrDefault(pooled.source(), 0) >= limits.perSource()) {
      return Verdict.ignore(
          Reason.BUSY, "transaction: the share of this peer's address in the mempool is full");
    }
    Entry entry = new Entry(pooled, keys, nextSequence++);
    if (!makeRoom(entry)) {
      return Verdict.ignore(
          Reason.BUSY, "transaction: the mempool is full of ones that pay more for a byte");
    }
    insert(entry);
    return Verdict.accept();
  }

  /** Returns whether a transaction with this id waits. */
  public synchronized boolean contains(TxId txid) {
    return entries.containsKey(txid);
  }

  /** Returns the waiting transaction with this id. */
  public synchronized Optional<PooledTransaction> get(TxId txid) {
    return Optional.ofNullable(entries.get(txid)).map(entry -> entry.pooled);
  }

  /** Returns all transactions, those that pay most for a byte first, older ones before newer. */
  public synchronized List<PooledTransaction> byWorth() {
    return byWorth.stream().map(entry -> entry.pooled).toList();
  }

  /** Removes a transaction, if it is there. */
  public synchronized void remove(TxId txid) {
    Entry entry = entries.get(txid);
    if (entry != null) {
      remove(entry);
    }
  }

  /** Removes every transaction that {@code valid} does not hold for, and returns how many. */
  public synchronized int retain(Predicate<PooledTransaction> valid) {
    List<Entry> gone = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (!valid.test(entry.pooled)) {
        gone.add(entry);
      }
    }
    gone.forEach(this::remove);
    return gone.size();
  }

  /** Returns the number of transactions. */
  public synchronized int size() {
    return entries.size();
  }

  /** Returns the bytes of all encodings. */
  public synchronized long bytes() {
    return bytes;
  }

  private boolean makeRoom(Entry arriving) {
    if (arriving.pooled.size() > limits.bytes() || limits.transactions() == 0) {
      return false;
    }
    List<Entry> cheaper = new ArrayList<>();
    long freed = 0;
    for (Entry entry : byWorth.descendingSet()) {
      if (fits(arriving, cheaper.size(), freed)) {
        break;
      }
      if (entry.worth >= arriving.worth) {
        return false;
      }
      cheaper.add(entry);
      freed += entry.pooled.size();
    }
    cheaper.forEach(this::remove);
    return true;
  }

  private boolean fits(Entry arriving, int freedEntries, long freedBytes) {
    return entries.size() - freedEntries < limits.transactions()
        && bytes - freedBytes + arriving.pooled.size() <= limits.bytes();
  }

  private void insert(Entry entry) {
    entries.put(entry.pooled.txid(), entry);
    entry.keys.forEach(key -> spends.put(key, entry.pooled.txid()));
    perSource.merge(entry.pooled.source(), 1, Integer::sum);
    byWorth.add(entry);
    bytes += entry.pooled.size();
  }

  private void remove(Entry entry) {
    entries.remove(entry.pooled.txid());
    entry.keys.forEach(spends::remove);
    perSource.computeIfPresent(entry.pooled.source(), (_, count) -> lessOne(count));
    byWorth.remove(entry);
    bytes -= entry.pooled.size();
  }

  private static @Nullable Integer lessOne(int count) {
    return count == 1 ? null : count - 1;
  }

  /** Returns what no other transaction may spend: nullifiers, and accounts at their nonce. */
  private static List<Object> spendsOf(TransactionBody body) {
    List<Object> keys = new ArrayList<>();
    for (Action action : body.actions()) {
      for (Nullifier nullifier : action.nullifiers()) {
        keys.add(nullifier);
      }
    }
    for (AccountEntry entry : body.accounts()) {
      keys.add(new AccountNonce(entry.key(), entry.nonce()));
    }
    return keys;
  }

  /** One use of an account. */
  private record AccountNonce(AccountKey account, long nonce) {}

  /** A transaction with what the indexes need. */
  private static final class Entry {
    private final PooledTransaction pooled;
    private final List<Object> keys;
    private final long sequence;
    private final double worth;

    Entry(PooledTransaction pooled, List<Object> keys, long sequence) {
      this.pooled = pooled;
      this.keys = keys;
      this.sequence = sequence;
      worth = pooled.feePerByte();
    }
  }
}
