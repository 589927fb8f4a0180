package io.nelumbo.node.app;

import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.mempool.MempoolJournal;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the transactions of the journal again after a start, like those that a client hands in:
 * what was committed or has become invalid meanwhile does not come back. It has a thread of its
 * own, so that a long journal does not keep a node from its peers.
 */
final class JournalReplay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JournalReplay.class);

  /** How long a start waits for the replay. */
  private static final long PATIENCE_MILLIS = 5_000;

  private static final int AT_ONCE = 256;
  private static final long RETRY_MILLIS = 20;

  /** A mempool that has become smaller than the journal has no room however often one tries. */
  private static final int TRIES = 100;

  private final MempoolJournal journal;
  private final Admission admission;
  private final Thread thread;

  private JournalReplay(MempoolJournal journal, Admission admission) {
    this.journal = journal;
    this.admission = admission;
    thread = Thread.ofPlatform().daemon().name("nelumbo-replay").unstarted(this::run);
  }

  /** Begins, and returns when all is judged or the start has waited long enough. */
  static JournalReplay start(MempoolJournal journal, Admission admission) {
    JournalReplay replay = new JournalReplay(journal, admission);
    replay.thread.start();
    try {
      replay.thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return replay;
  }

  private void run() {
    List<byte[]> transactions = journal.transactions();
    int accepted = 0;
    try {
      for (int from = 0; from < transactions.size(); from += AT_ONCE) {
        int to = Math.min(from + AT_ONCE, transactions.size());
        accepted += judge(transactions.subList(from, to));
      }
    } catch (InterruptedException e) {
      return;
    } catch (CompletionException e) {
      // Admission has told the node, which stops.
      log.debug("the replay ends with admission", e);
      return;
    }
    journal.replayed();
    if (!transactions.isEmpty()) {
      log.info("journal: {} of {} transactions still wait", accepted, transactions.size());
    }
  }

  private int judge(List<byte[]> transactions) throws InterruptedException {
    List<byte[]> left = transactions;
    int accepted = 0;
    for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
      List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
      for (byte[] bytes : left) {
        verdicts.add(admission.submitTransaction(bytes, Origin.LOCAL).toCompletableFuture());
      }
      List<byte[]> again = new ArrayList<>();
      for (int i = 0; i < verdicts.size(); i++) {
        Verdict verdict = verdicts.get(i).join();
        accepted += verdict.accepted() ? 1 : 0;
        if (verdict instanceof Verdict.Ignore ignore && ignore.code() == Reason.BUSY) {
          again.add(left.get(i));
        }
      }
      left = again;
      Thread.sleep(left.isEmpty() ? 0 : RETRY_MILLIS);
    }
    return accepted;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
