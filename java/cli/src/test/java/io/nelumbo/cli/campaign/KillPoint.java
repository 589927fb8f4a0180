package io.nelumbo.cli.campaign;

/** Where a process ends. */
enum KillPoint {
  /** SIGKILL from outside, at any moment. */
  SIGNAL,
  /** Before the batch of a block goes to the store. */
  STORE_BEFORE_WRITE,
  /** Less than two milliseconds into that write. */
  STORE_DURING_WRITE,
  /** The block is committed; nothing else knows. */
  STORE_AFTER_WRITE,
  /** Between store and mark. */
  MARK_BEFORE_WRITE,
  /** Half of the mark is written. */
  MARK_HALF_WRITTEN,
  /** The mark is written, not synced. */
  MARK_BEFORE_SYNC,
  /** The block may be announced, and is not yet. */
  MARK_AFTER_SYNC,
  /** A transaction is in the mempool, not in the journal. */
  JOURNAL_BEFORE_WRITE,
  /** Half of a record is written. */
  JOURNAL_HALF_WRITTEN,
  /** Records are written, not synced. */
  JOURNAL_BEFORE_SYNC,
  /** A transaction may be acknowledged, and is not yet. */
  JOURNAL_AFTER_SYNC,
  /** At a start, while the journal is read. */
  JOURNAL_READ;

  /** The exit status of a process that ended here; 137 is that of SIGKILL. */
  int status() {
    return this == SIGNAL ? 137 : 150 + ordinal();
  }
}
