package io.nelumbo.node.mempool;

import io.nelumbo.core.tx.TxId;
import java.util.OptionalLong;

/**
 * Where the transactions of the mempool are written down, so that what was acknowledged outlives
 * the process. Safe for use by several threads; throws node.store's StoreException when the medium
 * fails.
 */
public interface TransactionJournal extends AutoCloseable {
  /** Keeps nothing; for nodes that live in memory. */
  TransactionJournal NONE =
      new TransactionJournal() {
        @Override
        public long append(PooledTransaction transaction) {
          return 0;
        }

        @Override
        public OptionalLong place(TxId txid) {
          return OptionalLong.empty();
        }

        @Override
        public void sync() {}

        @Override
        public void tidy(Mempool mempool) {}

        @Override
        public void close() {}
      };

  /**
   * Writes a transaction down, unless it stands there already; it outlives the machine only after
   * {@link #sync}.
   *
   * @return its place in the journal, from 1 on; 0 where nothing is kept
   */
  long append(PooledTransaction transaction);

  /** Returns where a transaction stands. */
  OptionalLong place(TxId txid);

  /** Returns when everything appended before the call is on the medium. */
  void sync();

  /** Drops what left the mempool, when that is worth the work. */
  void tidy(Mempool mempool);

  @Override
  void close();
}
