package io.nelumbo.prover.child;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.EngineException;
import io.nelumbo.engine.EngineStatus;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.ProverException;
import io.nelumbo.prover.child.Message.Failure;
import io.nelumbo.prover.child.Message.Phase;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The child's side: one thread reads commands, one works, one reports progress. A second job before
 * the first is answered is a mistake of the parent's and ends the process.
 */
final class Worker {
  private static final long REPORT_MILLIS = 10;
  private static final int BROKEN = 70;

  private final InProcessProver prover;
  private final FrameStream frames;
  private final BlockingQueue<Message.Command> orders = new SynchronousQueue<>();
  private volatile @Nullable Running running;

  /** The job under way; opening a key shows no progress. */
  private record Running(int job, boolean reports, ProveControl control) {}

  Worker(InProcessProver prover, FrameStream frames) {
    this.prover = prover;
    this.frames = frames;
  }

  /** Reads commands to the end of input. */
  void serve() throws IOException, DecodeException {
    Thread.ofPlatform().daemon().name("prove").start(this::work);
    Thread.ofPlatform().daemon().name("progress").start(this::report);
    for (Message message = frames.read(); message != null; message = frames.read()) {
      switch (message) {
        case Message.Cancel cancel -> cancel(cancel.job());
        case Message.Open open -> accept(open);
        case Message.Prove prove -> accept(prove);
        case Message.Answer answer ->
            throw new DecodeException("frame.type", "is an answer, " + answer, 4);
      }
    }
  }

  private void accept(Message.Command order) throws DecodeException {
    if (running != null) {
      throw new DecodeException("frame.job", "comes before the last one was answered", 5);
    }
    running = new Running(order.job(), order instanceof Message.Prove, new ProveControl());
    boolean interrupted = false;
    while (true) {
      try {
        orders.put(order);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancel(int job) {
    Running now = running;
    if (now != null && now.job() == job) {
      now.control().cancel();
    }
  }

  private void work() {
    try {
      while (true) {
        Message.Command order = orders.take();
        Running now = running;
        Message answer = now == null ? failed(order.job(), "no job runs") : answer(order, now);
        synchronized (this) {
          // Before the answer, because the next job may follow it at once; and together with it,
          // so that no report of this job comes after.
          running = null;
          frames.write(answer);
        }
      }
    } catch (InterruptedException | IOException e) {
      // The parent is gone or does not listen.
      Runtime.getRuntime().halt(BROKEN);
    } catch (Error e) {
      System.err.println("the prover breaks off: " + e.getClass().getName());
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  private Message answer(Message.Command order, Running now) {
    try {
      return switch (order) {
        case Message.Open(int job, CircuitId circuit) ->
            new Message.Key(job, prover.verifyingKeyBytes(circuit));
        case Message.Prove prove -> proved(prove, now.control());
        case Message.Cancel cancel -> failed(cancel.job(), "a cancellation is no job");
      };
    } catch (ProverException e) {
      return new Message.Failed(order.job(), Failure.REFUSED, String.valueOf(e.getMessage()));
    } catch (EngineException e) {
      return e.status() == EngineStatus.CANCELLED
          ? new Message.Failed(order.job(), Failure.CANCELLED, "cancelled")
          : failed(order.job(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Its message may show what it stumbled over.
      return failed(order.job(), "unexpected failure: " + e.getClass().getName());
    }
  }

  private static Message failed(int job, String text) {
    return new Message.Failed(job, Failure.INTERNAL, text);
  }

  private Message proved(Message.Prove prove, ProveControl control) {
    try {
      ProofResult result =
          prover.prove(
              new ProofRequest(prove.circuit(), prove.assignment(), prove.publicInputs()), control);
      return new Message.Proved(prove.job(), result.proof(), result.solveNanos(), result.prove());
    } finally {
      Arrays.fill(prove.assignment(), (byte) 0);
    }
  }

  /** Says how far the job is whenever that has changed. */
  private void report() {
    Message.Progress last = new Message.Progress(0, Phase.SOLVING, 0);
    try {
      while (true) {
        Thread.sleep(REPORT_MILLIS);
        last = report(last);
      }
    } catch (InterruptedException | IOException e) {
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  private synchronized Message.Progress report(Message.Progress last) throws IOException {
    Running now = running;
    if (now == null || !now.reports()) {
      return last;
    }
    int permille = now.control().progressPermille();
    Phase phase = permille == 0 ? Phase.SOLVING : Phase.PROVING;
    Message.Progress progress = new Message.Progress(now.job(), phase, permille);
    if (!progress.equals(last)) {
      frames.write(progress);
    }
    return progress;
  }
}
