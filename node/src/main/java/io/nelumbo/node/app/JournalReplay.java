package io.nelumbo.node.app;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.mempool.MempoolJournal;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the transactions of the journal again after a start, like those that a client hands in:
 * what was committed or has become invalid meanwhile does not come back. What finds no room, must
 * wait for a block or cannot be judged now is tried until it has a verdict. It has a thread of its
 * own, so that a long journal does not keep a node from its peers.
 */
final class JournalReplay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JournalReplay.class);

  /** How long a start waits for the replay. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int AT_ONCE = 256;
  private static final long FIRST_RETRY_MILLIS = 20;

  /** Each try costs the proofs of all that finds no room. */
  private static final long LAST_RETRY_MILLIS = 5_000;

  private final MempoolJournal journal;
  private final Admission admission;
  private final Consumer<Throwable> failed;

  /** Not an interrupt, which would close the journal's file. */
  private final CountDownLatch closed = new CountDownLatch(1);

  private final Thread thread;
  private int accepted;

  private JournalReplay(MempoolJournal journal, Admission admission, Consumer<Throwable> failed) {
    this.journal = journal;
    this.admission = admission;
    this.failed = failed;
    thread = Thread.ofPlatform().daemon().name("nelumbo-replay").unstarted(this::guarded);
  }

  /**
   * Begins, and returns when all is judged or the start has waited long enough.
   *
   * @param failed hears what ends the replay before its time
   */
  static JournalReplay start(
      MempoolJournal journal, Admission admission, Consumer<Throwable> failed) {
    return start(journal, admission, failed, PATIENCE);
  }

  static JournalReplay start(
      MempoolJournal journal, Admission admission, Consumer<Throwable> failed, Duration patience) {
    JournalReplay replay = new JournalReplay(journal, admission, failed);
    replay.thread.start();
    try {
      replay.thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return replay;
  }

  private void guarded() {
    try {
      run();
    } catch (InterruptedException e) {
      log.debug("the replay was interrupted", e);
    } catch (Throwable e) {
      // The node is told first, because after an error even logging may fail.
      failed.accept(e);
      log.error("the journal was not judged again: {}", e.toString());
    }
  }

  private void run() throws InterruptedException {
    List<Long> left = journal.unjudged();
    int all = left.size();
    long wait = FIRST_RETRY_MILLIS;
    while (!left.isEmpty()) {
      List<Long> again = new ArrayList<>();
      for (int from = 0; from < left.size(); from += AT_ONCE) {
        if (closed.getCount() == 0) {
          return;
        }
        again.addAll(judge(left.subList(from, Math.min(from + AT_ONCE, left.size()))));
      }
      wait =
          again.size() < left.size() ? FIRST_RETRY_MILLIS : Math.min(2 * wait, LAST_RETRY_MILLIS);
      left = again;
      if (!left.isEmpty() && closed.await(wait, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    if (all > 0) {
      log.info("journal: {} of {} transactions wait again", accepted, all);
    }
  }

  /** Returns the places that are to be tried again. */
  private List<Long> judge(List<Long> places) {
    List<byte[]> transactions = places.stream().map(journal::read).toList();
    List<CompletableFuture<Verdict>> verdicts =
        transactions.stream()
            .map(bytes -> admission.submitTransaction(bytes, Origin.JOURNAL).toCompletableFuture())
            .toList();
    List<Long> again = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (!settled(places.get(i), transactions.get(i), verdicts.get(i).join())) {
        again.add(places.get(i));
      }
    }
    return again;
  }

  /** Returns whether there is nothing left to try. */
  private boolean settled(long place, byte[] transaction, Verdict verdict) {
    switch (verdict) {
      case Verdict.Accept _ -> accepted++;
      case Verdict.Defer _ -> {
        return false;
      }
      case Verdict.Ignore(Reason code, _)
          when code == Reason.BUSY || code == Reason.UNJUDGEABLE -> {
        return false;
      }
      case Verdict.Ignore(Reason code, _) when code == Reason.KNOWN ->
          log.debug("journal: place {} is known", place);
      default -> log.warn("journal: {} is dropped: {}", name(transaction), verdict);
    }
    journal.judged(place);
    return true;
  }

  private static String name(byte[] transaction) {
    try {
      return Transaction.parse(transaction).txid().toString();
    } catch (DecodeException e) {
      return "a transaction of another version";
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
