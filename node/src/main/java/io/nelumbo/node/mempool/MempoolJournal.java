package io.nelumbo.node.mempool;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.RecordLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a node on disk: the bytes of every transaction that entered the mempool, in a
 * {@link RecordLog}. Its length stays below twice what the mempool holds and what is still to be
 * judged after a start, or {@link #TIDY_BYTES}, and the transactions that arrive between two looks
 * at it.
 */
public final class MempoolJournal implements TransactionJournal {
  /** A journal that is not longer than this is left as it is. */
  static final long TIDY_BYTES = 16 << 20;

  private static final Logger log = LoggerFactory.getLogger(MempoolJournal.class);

  private final RecordLog records;
  private final long tidyBytes;
  private final Map<TxId, Long> places = new HashMap<>();

  /**
   * What was there at the opening and has not been judged since, by place, with its length: it
   * stays though the mempool does not hold it.
   */
  private final TreeMap<Long, Integer> unjudged = new TreeMap<>();

  private long unjudgedBytes;

  private MempoolJournal(RecordLog records, long tidyBytes) {
    this.records = records;
    this.tidyBytes = tidyBytes;
  }

  /**
   * Opens a journal and reads what it holds.
   *
   * @throws io.nelumbo.node.store.StoreException when it is damaged or the disk fails
   */
  public static MempoolJournal open(Disk disk, Path file) {
    return open(disk, file, TIDY_BYTES);
  }

  /**
   * Checks a journal without changing it, and returns how many transactions it holds.
   *
   * @throws io.nelumbo.node.store.StoreException when it is damaged or the disk fails
   */
  public static long check(Disk disk, Path file) {
    return RecordLog.check(disk, file, Transaction.MAX_LENGTH);
  }

  static MempoolJournal open(Disk disk, Path file, long tidyBytes) {
    RecordLog records = RecordLog.open(disk, file, Transaction.MAX_LENGTH);
    MempoolJournal journal = new MempoolJournal(records, tidyBytes);
    for (long place : records.places()) {
      byte[] bytes = records.read(place);
      try {
        if (journal.places.putIfAbsent(Transaction.parse(bytes).txid(), place) == null) {
          journal.unjudged.put(place, bytes.length);
          journal.unjudgedBytes += bytes.length;
        }
      } catch (DecodeException e) {
        log.warn("{}: place {} holds no transaction of this version", file, place);
      }
    }
    return journal;
  }

  /** Returns the bytes of every transaction in the journal, oldest first. */
  public synchronized List<byte[]> transactions() {
    List<byte[]> all = new ArrayList<>();
    places.values().stream().sorted().forEach(place -> all.add(records.read(place)));
    return all;
  }

  /**
   * Returns the places of the transactions that were there at the opening and are to be judged
   * again, ascending.
   */
  public synchronized List<Long> unjudged() {
    return List.copyOf(unjudged.keySet());
  }

  /** Returns the bytes of the transaction at a place of {@link #unjudged}. */
  public synchronized byte[] read(long place) {
    return records.read(place);
  }

  /** The transaction at a place has been judged: it stays as long as the mempool holds it. */
  public synchronized void judged(long place) {
    Integer length = unjudged.remove(place);
    unjudgedBytes -= length == null ? 0 : length;
  }

  @Override
  public synchronized long append(PooledTransaction transaction) {
    Long known = places.get(transaction.txid());
    if (known != null) {
      return known;
    }
    long place = records.append(transaction.transaction().bytes());
    places.put(transaction.txid(), place);
    return place;
  }

  @Override
  public synchronized OptionalLong place(TxId txid) {
    Long place = places.get(txid);
    return place == null ? OptionalLong.empty() : OptionalLong.of(place);
  }

  @Override
  public void sync() {
    records.sync();
  }

  @Override
  public synchronized void tidy(Mempool mempool) {
    if (records.bytes() <= Math.max(tidyBytes, 2 * (mempool.bytes() + unjudgedBytes))) {
      return;
    }
    places
        .entrySet()
        .removeIf(
            entry -> !mempool.contains(entry.getKey()) && !unjudged.containsKey(entry.getValue()));
    Set<Long> kept = new HashSet<>(places.values());
    records.compact(kept::contains);
  }

  @Override
  public void close() {
    records.close();
  }
}
