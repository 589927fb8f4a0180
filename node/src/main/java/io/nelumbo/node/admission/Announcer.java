package io.nelumbo.node.admission;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.Verdict;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers submissions and tells listeners and meter; no failure of theirs reaches admission. */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final List<AdmissionListener> listeners = new CopyOnWriteArrayList<>();
  private final AdmissionMeter meter;

  Announcer(AdmissionMeter meter) {
    this.meter = meter;
  }

  void add(AdmissionListener listener) {
    listeners.add(listener);
  }

  void accepted(Submission submission, Transaction transaction) {
    tell(listener -> listener.transactionAccepted(transaction, submission.origin()));
    answer(AdmissionMeter.Kind.TRANSACTION, submission, Verdict.accept());
  }

  void committed(Submission submission, Block block) {
    tell(listener -> listener.blockCommitted(block, submission.origin()));
    answer(AdmissionMeter.Kind.BLOCK, submission, Verdict.accept());
  }

  void refused(AdmissionMeter.Kind kind, Submission submission, Bytes32 id, Verdict verdict) {
    tell(listener -> listener.refused(id, submission.origin(), verdict));
    answer(kind, submission, verdict);
  }

  void failed(Throwable cause) {
    tell(listener -> listener.failed(cause));
  }

  void batchVerified(int transactions) {
    meter.batchVerified(transactions);
  }

  private void answer(AdmissionMeter.Kind kind, Submission submission, Verdict verdict) {
    meter.judged(kind, verdict, submission.waitedNanos());
    submission.verdict().complete(verdict);
  }

  private void tell(Consumer<AdmissionListener> message) {
    for (AdmissionListener listener : listeners) {
      try {
        message.accept(listener);
      } catch (RuntimeException e) {
        log.error("a listener of admission failed", e);
      }
    }
  }
}
