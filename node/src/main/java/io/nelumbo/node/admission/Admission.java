package io.nelumbo.node.admission;

import io.nelumbo.verifier.Verdict;
import java.util.concurrent.CompletionStage;

/**
 * The one door by which transactions and blocks come into the node: gossip, the API and consensus
 * all call it, and nothing else writes the mempool or the ledger.
 *
 * <p>Both submit methods return at once and may be called on any thread, event loops included. The
 * stages complete on admission's threads, never exceptionally for bytes that are merely wrong. When
 * a queue is full the verdict is IGNORE with {@link io.nelumbo.verifier.Reason#BUSY}.
 */
public interface Admission extends AutoCloseable {
  /** Judges the bytes of a transaction and, on ACCEPT, puts it into the mempool. */
  CompletionStage<Verdict> submitTransaction(byte[] bytes, Origin origin);

  /**
   * Judges the bytes of a transaction that a client of this node hands in. The stage completes when
   * an accepted transaction is on the medium, so that the answer acknowledges it.
   */
  CompletionStage<Receipt> acknowledgeTransaction(byte[] bytes);

  /** Judges the bytes of a block and, on ACCEPT, makes it the head. */
  CompletionStage<Verdict> submitBlock(byte[] bytes, Origin origin);

  /**
   * Adds a listener for the rest of this object's life. One that comes after a failure hears of it
   * at once, on the caller's thread; one that comes during it may hear of it twice.
   */
  void listen(AdmissionListener listener);

  /**
   * Stops the threads when they have judged what they are at; what still waits is answered with
   * IGNORE. Closing twice is a no-op.
   */
  @Override
  void close();
}
