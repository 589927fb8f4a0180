package io.nelumbo.node.app;

import io.nelumbo.node.admission.AdmissionMeter;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.node.metrics.NodeMetrics.Subject;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.VerifierListener;
import java.time.Duration;

/** Puts what admission and the verifier report into the node's metrics. */
record Meters(NodeMetrics metrics) implements AdmissionMeter, VerifierListener {

  @Override
  public void judged(Kind kind, Verdict verdict, long nanos) {
    Subject subject = kind == Kind.TRANSACTION ? Subject.TRANSACTION : Subject.BLOCK;
    switch (verdict) {
      case Verdict.Accept accept -> metrics.verdict(subject, "accept", "");
      case Verdict.Ignore ignore -> metrics.verdict(subject, "ignore", ignore.code().name());
      case Verdict.Defer defer -> metrics.verdict(subject, "defer", defer.code().name());
      case Verdict.Reject reject -> metrics.verdict(subject, "reject", reject.code().name());
    }
    if (kind == Kind.BLOCK && verdict.accepted()) {
      metrics.blockCommit(Duration.ofNanos(nanos));
    }
  }

  @Override
  public void stageDone(Stage stage, int transactions, long nanos) {
    if (stage == Stage.PROOFS) {
      metrics.proofVerify(Duration.ofNanos(nanos));
    }
  }
}
