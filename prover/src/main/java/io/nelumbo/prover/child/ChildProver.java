package io.nelumbo.prover.child;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.Prover;
import io.nelumbo.prover.ProverException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A prover in a supervised process of its own, so that a crash of Go or C++ ends that process only.
 * The assignment goes out and a proof comes back; the witness stays in the child, and this process
 * never maps the circuit library.
 *
 * <p>A job whose process dies, makes no progress for {@link ChildSettings.Limits#silence} or
 * answers nonsense is given to one new process; lost a second time, it fails. The process is
 * started by the first job, or by {@link #prepare}. It ends with this one, whatever ends that.
 */
public final class ChildProver implements Prover {
  private static final long LOOK_MILLIS = 5;

  private final Supervisor supervisor;
  private final Thread thread;
  private final Semaphore places;
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A prover; no process runs yet. */
  public ChildProver(ChildSettings settings) {
    this(settings, JavaCommand.standard());
  }

  ChildProver(ChildSettings settings, JavaCommand command) {
    supervisor = new Supervisor(settings, command);
    places = new Semaphore(settings.limits().queue());
    thread = Thread.ofPlatform().daemon().name("prover-supervisor").start(supervisor);
  }

  /** Starts the process before the first job needs it. Does not wait. */
  public void prepare() {
    supervisor.want();
  }

  /** What the process is doing. */
  public ChildStatus status() {
    return supervisor.status();
  }

  /**
   * As {@link Prover#prove}; the proof was verified in this process too.
   *
   * @throws ProverException also when too many jobs wait, two processes in a row were lost over
   *     this job, it was cancelled, or this thread was interrupted
   */
  @Override
  public ProofResult prove(ProofRequest request, ProveControl control) {
    if (request.assignment().length == 0
        || request.assignment().length > MessageCodec.MAX_ASSIGNMENT) {
      throw new ProverException(
          "the assignment has "
              + request.assignment().length
              + " bytes, not 1 to "
              + MessageCodec.MAX_ASSIGNMENT);
    }
    Job job = Job.proof(ids.incrementAndGet(), request, control);
    return run(job, job.result);
  }

  /**
   * The SHA-256 of the verifying key under which all of this prover's proofs hold.
   *
   * @throws ProverException as {@link #prove}
   */
  public Bytes32 verifyingKeyHash(CircuitId circuit) {
    Job job = Job.key(ids.incrementAndGet(), circuit);
    return run(job, job.key);
  }

  private <T> T run(Job job, CompletableFuture<T> result) {
    if (!places.tryAcquire()) {
      throw new ProverException("too many proofs wait already; try again later");
    }
    try {
      requireOpen();
      supervisor.submit(job);
      return await(job, result);
    } finally {
      places.release();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new ProverException("the prover is closed");
    }
  }

  private <T> T await(Job job, CompletableFuture<T> result) {
    boolean cancelled = false;
    while (true) {
      try {
        return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!thread.isAlive()) {
          job.fail(new ProverException("the prover is closed"));
        } else if (!cancelled && job.control.isCancelled()) {
          cancelled = true;
          supervisor.cancel(job);
        }
      } catch (InterruptedException e) {
        job.control.cancel();
        supervisor.cancel(job);
        Thread.currentThread().interrupt();
        throw new ProverException("interrupted while a proof was made", e);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new ProverException(String.valueOf(cause.getMessage()), cause);
      }
    }
  }

  /** Ends the prover and its process; calls in progress finish first. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      supervisor.close();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
