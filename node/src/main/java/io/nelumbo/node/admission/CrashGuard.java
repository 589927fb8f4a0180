package io.nelumbo.node.admission;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the {@link CrashLog} of one thread that judges. */
final class CrashGuard {
  private static final Verdict REFUSAL =
      Verdict.reject(Reason.UNJUDGEABLE, "this node ended each time that it judged these bytes");

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
      if (crashes.get().refuses(hash)) {
        announcer.refused(kind, submission, hash, REFUSAL);
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
    desk.accept(submissions);
    log.end(slot, hashes);
  }
}
