package io.nelumbo.node.admission;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.WtxId;
import io.nelumbo.node.admission.AdmissionMeter.Kind;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.PooledTransaction;
import io.nelumbo.node.mempool.TransactionJournal;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges batches of transactions: decode, dedupe, cheap rules, state; then signatures and proofs of
 * all that are left, together; then the mempool. The state lock is held only for state and mempool.
 */
final class TransactionDesk {
  private static final Logger log = LoggerFactory.getLogger(TransactionDesk.class);

  private final Ledger ledger;
  private final Mempool mempool;
  private final TransactionJournal journal;
  private final TransactionVerifier verifier;
  private final Lock stateLock;
  private final Announcer announcer;
  private final RefusedTransactions refused;
  private final DeferredTransactions deferred;
  private final Set<WtxId> inFlight = ConcurrentHashMap.newKeySet();

  TransactionDesk(
      NodeAdmission.Rooms rooms, AdmissionLimits limits, Lock stateLock, Announcer announcer) {
    ledger = rooms.ledger();
    mempool = rooms.mempool();
    journal = rooms.journal();
    verifier = rooms.verifier();
    this.stateLock = stateLock;
    this.announcer = announcer;
    refused = new RefusedTransactions(limits.rememberedVerdicts());
    deferred = new DeferredTransactions(limits.deferred());
  }

  /** Judges and answers every submission. */
  void judge(List<Submission> submissions) {
    List<Candidate> candidates = new ArrayList<>();
    long height = ledger.height();
    try {
      for (Submission submission : submissions) {
        decode(submission)
            .flatMap(candidate -> admitNew(candidate, height))
            .ifPresent(candidates::add);
      }
      judgeNew(candidates, height);
    } finally {
      candidates.forEach(candidate -> inFlight.remove(candidate.pooled.wtxid()));
    }
  }

  /** Returns what was deferred, to be judged again. */
  List<DeferredTransactions.Deferred> drainDeferred() {
    return deferred.drain();
  }

  /** Keeps in the mempool what is still valid after a block; the caller holds the state lock. */
  void revalidate() {
    mempool.retain(pooled -> onState(pooled.transaction()).accepted());
  }

  private Optional<Candidate> decode(Submission submission) {
    try {
      Transaction transaction = Transaction.parse(submission.bytes());
      return Optional.of(
          new Candidate(
              submission,
              PooledTransaction.of(transaction, submission.bytes().length, submission.source())));
    } catch (DecodeException e) {
      announcer.refused(
          Kind.TRANSACTION,
          submission,
          submission.hashOfBytes(),
          Verdict.reject(Reason.MALFORMED, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** Answers at once what was seen before; a returned candidate is in flight. */
  private Optional<Candidate> admitNew(Candidate candidate, long height) {
    PooledTransaction pooled = candidate.pooled;
    @Nullable Verdict known;
    if (mempool.contains(pooled.txid()) || ledger.transactionHeight(pooled.txid()).isPresent()) {
      known = Verdict.ignore(Reason.KNOWN, "transaction: known already");
    } else {
      known = refused.find(pooled.wtxid(), height).orElse(null);
    }
    if (known == null && !inFlight.add(pooled.wtxid())) {
      // The journal must hear what becomes of it.
      known =
          Verdict.ignore(
              candidate.submission.journaled() ? Reason.BUSY : Reason.KNOWN,
              "transaction: being judged already");
    }
    if (known != null) {
      acknowledgeKnown(candidate);
      refuse(candidate, known);
      return Optional.empty();
    }
    return Optional.of(candidate);
  }

  /** Whoever hands in what waits here already has it acknowledged too. */
  private void acknowledgeKnown(Candidate candidate) {
    if (candidate.submission.local() && mempool.contains(candidate.pooled.txid())) {
      journal
          .place(candidate.pooled.txid())
          .ifPresent(place -> {
            journal.sync();
            candidate.submission.acknowledged(place);
          });
    }
  }

  private void judgeNew(List<Candidate> candidates, long height) {
    if (candidates.isEmpty()) {
      return;
    }
    List<Transaction> transactions =
        candidates.stream().map(candidate -> candidate.pooled.transaction()).toList();
    List<Verdict> verdicts = isolated(transactions);
    announcer.batchVerified(transactions.size());
    List<Candidate> accepted = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (settle(candidates.get(i), verdicts.get(i), height)) {
        accepted.add(candidates.get(i));
      }
    }
    acknowledge(accepted);
  }

  /**
   * Writes accepted transactions down, all with one sync, before anybody hears of them. A peer is
   * not promised anything, so that its transactions wait for the next sync.
   */
  private void acknowledge(List<Candidate> accepted) {
    for (Candidate candidate : accepted) {
      candidate.submission.acknowledged(journal.append(candidate.pooled));
    }
    if (accepted.stream().anyMatch(candidate -> candidate.submission.local())) {
      journal.sync();
    }
    for (Candidate candidate : accepted) {
      inFlight.remove(candidate.pooled.wtxid());
      announcer.accepted(candidate.submission, candidate.pooled.transaction());
    }
    if (!accepted.isEmpty()) {
      journal.tidy(mempool);
    }
  }

  /**
   * Judges together, or one by one when that fails: a transaction that this node's code cannot deal
   * with must not end the node, which would meet it again after the next start.
   */
  private List<Verdict> isolated(List<Transaction> transactions) {
    try {
      return judged(transactions);
    } catch (RuntimeException e) {
      if (Faults.endsNode(e)) {
        throw e;
      }
      if (transactions.size() == 1) {
        log.error("transaction {} cannot be judged", transactions.getFirst().txid(), e);
        return List.of(
            Verdict.ignore(Reason.UNJUDGEABLE, "transaction: this node failed at judging it"));
      }
      List<Verdict> verdicts = new ArrayList<>();
      transactions.forEach(each -> verdicts.addAll(isolated(List.of(each))));
      return verdicts;
    }
  }

  private List<Verdict> judged(List<Transaction> transactions) {
    List<Verdict> verdicts = locked(() -> transactions.stream().map(this::onState).toList());
    verdicts = verifier.checkAuthorization(transactions, verdicts, ledger.parameters());
    return onlySigned(transactions, verdicts);
  }

  /** Refuses what would be deferred unsigned: only its signers may make this node keep it. */
  private List<Verdict> onlySigned(List<Transaction> transactions, List<Verdict> verdicts) {
    List<Verdict> judged = new ArrayList<>(verdicts);
    for (int i = 0; i < judged.size(); i++) {
      if (judged.get(i) instanceof Verdict.Defer) {
        Verdict signed =
            verifier.checkSignatures(List.of(transactions.get(i)), ledger.parameters()).get(0);
        judged.set(i, signed.accepted() ? judged.get(i) : signed);
      }
    }
    return judged;
  }

  /** Returns whether the transaction is in the mempool now; else it has been answered. */
  private boolean settle(Candidate candidate, Verdict judged, long height) {
    PooledTransaction pooled = candidate.pooled;
    Verdict verdict = judged;
    if (verdict.accepted()) {
      verdict = locked(() -> insert(pooled, height));
    }
    switch (verdict) {
      case Verdict.Accept _ -> {
        return true;
      }
      case Verdict.Defer _ -> {
        // The journal keeps its own until they are judged.
        if (!candidate.submission.journaled()) {
          deferred.add(pooled.wtxid(), candidate.submission.bytes(), candidate.submission.origin());
        }
        refuse(candidate, verdict);
      }
      default -> {
        refused.remember(pooled.wtxid(), verdict, height);
        refuse(candidate, verdict);
      }
    }
    return false;
  }

  /** Adds to the mempool; looks at the state again when a block came in between. */
  private Verdict insert(PooledTransaction pooled, long judgedHeight) {
    if (ledger.height() != judgedHeight) {
      Verdict again = onState(pooled.transaction());
      if (!again.accepted()) {
        return again;
      }
    }
    return mempool.add(pooled);
  }

  private Verdict onState(Transaction transaction) {
    Verdict verdict = verifier.checkCheap(transaction, ledger.parameters(), ledger.height() + 1);
    return verdict.accepted() ? verifier.checkState(transaction, ledger) : verdict;
  }

  private void refuse(Candidate candidate, Verdict verdict) {
    announcer.refused(
        Kind.TRANSACTION, candidate.submission, candidate.pooled.wtxid().bytes(), verdict);
  }

  private <T> T locked(Supplier<T> work) {
    stateLock.lock();
    try {
      return work.get();
    } finally {
      stateLock.unlock();
    }
  }

  /** A decoded submission. */
  private record Candidate(Submission submission, PooledTransaction pooled) {}
}
