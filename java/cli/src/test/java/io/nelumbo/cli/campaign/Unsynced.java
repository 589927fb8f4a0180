package io.nelumbo.cli.campaign;

/** What becomes of bytes that a process wrote and did not sync when it is killed. */
enum Unsynced {
  /** They are there, as after a kill of the process alone. */
  KEPT,
  /** They are gone, as after a loss of power in the worst case. */
  LOST,
  /** A sync of the journal does nothing: a fault that a campaign has to notice. */
  JOURNAL_NEVER_SYNCED
}
