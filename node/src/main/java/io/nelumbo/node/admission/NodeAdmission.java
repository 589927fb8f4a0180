package io.nelumbo.node.admission;

import io.nelumbo.engine.EngineException;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.ledger.LedgerException;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.TransactionJournal;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admission on threads of its own: some judge batches of transactions, one judges blocks. A failure
 * that is not a verdict (the store, the supply) stops all of them.
 */
public final class NodeAdmission implements Admission {
  private static final Logger log = LoggerFactory.getLogger(NodeAdmission.class);

  /** The rooms that admission works on. */
  public record Rooms(
      Ledger ledger,
      Mempool mempool,
      TransactionJournal journal,
      Optional<CrashLog> crashes,
      TransactionVerifier verifier) {
    /** Rooms of a node that lives in memory. */
    public Rooms(Ledger ledger, Mempool mempool, TransactionVerifier verifier) {
      this(ledger, mempool, TransactionJournal.NONE, Optional.empty(), verifier);
    }
  }

  private final AdmissionLimits limits;
  private final Announcer announcer;
  private final TransactionDesk transactionDesk;
  private final BlockDesk blockDesk;
  private final SubmissionQueue transactions;
  private final SubmissionQueue blocks;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /** Starts the threads. */
  public NodeAdmission(Rooms rooms, AdmissionLimits limits, AdmissionMeter meter) {
    this.limits = limits;
    announcer = new Announcer(meter);
    ReentrantLock stateLock = new ReentrantLock();
    transactionDesk = new TransactionDesk(rooms, limits, stateLock, announcer);
    blockDesk = new BlockDesk(rooms, stateLock, announcer, transactionDesk::revalidate);
    transactions = new SubmissionQueue(limits.transactions());
    blocks = new SubmissionQueue(limits.blocks());
    for (int i = 0; i < limits.workers(); i++) {
      CrashGuard guard =
          new CrashGuard(rooms.crashes(), i, AdmissionMeter.Kind.TRANSACTION, announcer);
      addThread("nelumbo-admission-" + i, () -> judgeTransactions(guard));
    }
    CrashGuard guard =
        new CrashGuard(rooms.crashes(), limits.workers(), AdmissionMeter.Kind.BLOCK, announcer);
    addThread("nelumbo-admission-blocks", () -> judgeBlocks(guard));
    threads.forEach(Thread::start);
  }

  @Override
  public CompletionStage<Verdict> submitTransaction(byte[] bytes, Origin origin) {
    return submit(transactions, AdmissionMeter.Kind.TRANSACTION, new Submission(bytes, origin));
  }

  @Override
  public CompletionStage<Receipt> acknowledgeTransaction(byte[] bytes) {
    Submission submission = new Submission(bytes, Origin.LOCAL);
    return submit(transactions, AdmissionMeter.Kind.TRANSACTION, submission)
        .thenApply(submission::receipt);
  }

  @Override
  public CompletionStage<Verdict> submitBlock(byte[] bytes, Origin origin) {
    return submit(blocks, AdmissionMeter.Kind.BLOCK, new Submission(bytes, origin));
  }

  @Override
  public void listen(AdmissionListener listener) {
    announcer.add(listener);
    Throwable failed = failure;
    if (failed != null) {
      listener.failed(failed);
    }
  }

  @Override
  public void close() {
    closed = true;
    transactions.close();
    blocks.close();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    refuseWaiting();
  }

  private CompletionStage<Verdict> submit(
      SubmissionQueue queue, AdmissionMeter.Kind kind, Submission submission) {
    if (closed || failure != null) {
      refuse(kind, submission, "this node is stopping");
    } else if (!queue.offer(submission)) {
      refuse(kind, submission, "the queue is full; try again");
    } else if (closed || failure != null) {
      // The threads may have ended between the first look and the offer.
      refuseWaiting();
    }
    return submission.verdict();
  }

  private void judgeTransactions(CrashGuard guard) {
    List<Submission> batch = new ArrayList<>();
    while (!closed && failure == null) {
      batch.clear();
      try {
        @Nullable Submission first = transactions.take();
        if (first == null) {
          return;
        }
        batch.add(first);
        transactions.drainTo(batch, limits.batch() - 1);
      } catch (InterruptedException e) {
        return;
      }
      guarded(batch, () -> guard.judge(batch, transactionDesk::judge));
    }
  }

  private void judgeBlocks(CrashGuard guard) {
    while (!closed && failure == null) {
      @Nullable Submission submission;
      try {
        submission = blocks.take();
      } catch (InterruptedException e) {
        return;
      }
      if (submission == null) {
        return;
      }
      guarded(
          List.of(submission),
          () -> {
            guard.judge(List.of(submission), _ -> blockDesk.judge(submission));
            if (submission.verdict().join().accepted()) {
              retryDeferred();
            }
          });
    }
  }

  private void retryDeferred() {
    for (DeferredTransactions.Deferred deferred : transactionDesk.drainDeferred()) {
      submitTransaction(deferred.bytes(), deferred.origin());
    }
  }

  /**
   * Runs work; a failure of it, errors of the machine included, fails the submissions and stops
   * admission. Those who wait are told first, because after an error even logging may fail.
   */
  private void guarded(List<Submission> submissions, Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      failure = e;
      try {
        submissions.forEach(submission -> submission.verdict().completeExceptionally(e));
        announcer.failed(e);
        if (e instanceof StoreException
            || e instanceof LedgerException
            || e instanceof EngineException) {
          // Their messages say what happened and what to do.
          log.error("admission stops: {}", e.getMessage());
          log.debug("admission stopped here", e);
        } else {
          log.error("admission stops: {}", e.toString(), e);
        }
        refuseWaiting();
      } finally {
        transactions.close();
        blocks.close();
      }
    }
  }

  private void refuseWaiting() {
    drain(transactions, AdmissionMeter.Kind.TRANSACTION);
    drain(blocks, AdmissionMeter.Kind.BLOCK);
  }

  private void drain(SubmissionQueue queue, AdmissionMeter.Kind kind) {
    for (Submission waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      refuse(kind, waiting, "this node is stopping");
    }
  }

  private void refuse(AdmissionMeter.Kind kind, Submission submission, String detail) {
    announcer.refused(
        kind, submission, submission.hashOfBytes(), Verdict.ignore(Reason.BUSY, detail));
  }

  private void addThread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
  }
}
