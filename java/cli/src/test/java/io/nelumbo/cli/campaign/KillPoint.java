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
  JOURNAL_READ,
  /** Something is about to be judged, or was, and is not written down. */
  CRASH_LOG_BEFORE_WRITE,
  /** Half of what is being judged is written down. */
  CRASH_LOG_HALF_WRITTEN;

  private static final int FIRST_STATUS = 150;
  private static final int SIGKILL_STATUS = 137;

  /** The exit status of a process that ended here. */
  int status() {
    return this == SIGNAL ? SIGKILL_STATUS : FIRST_STATUS + ordinal();
  }

  /** Whether it is reached only while a node starts; all others are armed when it has started. */
  boolean atStart() {
    return this == JOURNAL_READ;
  }
}
