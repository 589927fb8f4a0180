package io.nelumbo.prover.child;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.ProverException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What somebody waits for: a proof, or without a request only the verifying key. All but the
 * futures belongs to the supervisor's thread.
 */
final class Job {
  /** A job that was lost with its child is given to one more. */
  private static final int ATTEMPTS = 2;

  final int id;
  final CircuitId circuit;
  final @Nullable ProofRequest request;
  final ProveControl control;
  final CompletableFuture<Bytes32> key = new CompletableFuture<>();
  final CompletableFuture<ProofResult> result = new CompletableFuture<>();
  private int lost;
  private int position = -1;

  private Job(int id, CircuitId circuit, @Nullable ProofRequest request, ProveControl control) {
    this.id = id;
    this.circuit = circuit;
    this.request = request;
    this.control = control;
  }

  static Job proof(int id, ProofRequest request, ProveControl control) {
    return new Job(id, request.circuit(), request, control);
  }

  static Job key(int id, CircuitId circuit) {
    return new Job(id, circuit, null, new ProveControl());
  }

  void fail(ProverException why) {
    key.completeExceptionally(why);
    result.completeExceptionally(why);
  }

  /** Counts a lost child; whether the job may be tried again. */
  boolean mayRetry() {
    lost++;
    position = -1;
    return lost < ATTEMPTS;
  }

  /** Whether a report shows more than the one before; only that proves that the child lives. */
  boolean advances(Message.Progress progress) {
    if (progress.position() <= position) {
      return false;
    }
    position = progress.position();
    if (progress.phase() == Message.Phase.PROVING) {
      control.report(progress.permille());
    }
    return true;
  }
}
