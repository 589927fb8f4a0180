package io.nelumbo.node.admission;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the {@link CrashLog} of one thread that judges. */
final class CrashGuard {
  private static final Verdict SET_ASIDE =
      Verdict.ignore(
          Reason.UNJUDGEABLE,
          "this node ended each time that it judged these bytes; it tries again later");

  private final Optional<CrashLog> crashes;
  private final int slot;
  private final AdmissionMeter.Kind kind;
  private final Announcer announcer;

  CrashGuard(Optional<CrashLog> crashes, int slot, AdmissionMeter.Kind kind, Announcer announcer) {
    this.crashes = crashes;
    this.slot = slot;
    this.kind = kind;
    this.announcer = announcer;
  }

  /** Judges submissions: the suspicious ones alone, all others together. */
  void judge(List<Submission> submissions, Consumer<List<Submission>> desk) {
    if (crashes.isEmpty()) {
      desk.accept(submissions);
      return;
    }
    List<Submission> together = new ArrayList<>();
    for (Submission submission : submissions) {
      Bytes32 hash = submission.hashOfBytes();
      if (crashes.get().setsAside(hash)) {
        announcer.refused(kind, submission, hash, SET_ASIDE);
      } else if (crashes.get().suspects(hash)) {
        watched(crashes.get(), List.of(submission), desk);
      } else {
        together.add(submission);
      }
    }
    if (!together.isEmpty()) {
      watched(crashes.get(), together, desk);
    }
  }

  private void watched(
      CrashLog log, List<Submission> submissions, Consumer<List<Submission>> desk) {
    List<Bytes32> hashes = submissions.stream().map(Submission::hashOfBytes).toList();
    log.begin(slot, hashes);
    try {
      desk.accept(submissions);
    } catch (StoreException e) {
      // It is the disk that ends the node, not these objects.
      try {
        log.clear(slot);
      } catch (StoreException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    log.end(slot, hashes);
  }
}
