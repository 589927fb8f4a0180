package io.nelumbo.prover.child;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.ProverException;
import io.nelumbo.prover.child.ChildStatus.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the child: starts it, gives it a job at a time, watches its progress,
 * and replaces it when it dies, hangs or says what it must not.
 *
 * <p>The first restart comes at once; every further one in a row, without a finished job between,
 * waits twice as long as the one before.
 */
final class Supervisor implements Runnable, ChildProcess.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5000;
  private static final int IDLE_STARTS = 8;

  private final ChildSettings settings;
  private final JavaCommand command;
  private final VerifyingKeys keys = new VerifyingKeys();
  private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
  private final Deque<Job> waiting = new ArrayDeque<>();
  private volatile ChildStatus status = ChildStatus.NONE;

  // Only the supervisor's thread touches what follows.
  private @Nullable ChildProcess child;
  private @Nullable Job current;
  private boolean wanted;
  private boolean closing;
  private boolean ready;
  private boolean opening;
  private final Set<CircuitId> opened = EnumSet.noneOf(CircuitId.class);
  private long deadline;
  private long startAt = System.nanoTime();
  private long diedAt;
  private int deathsInARow;

  Supervisor(ChildSettings settings, JavaCommand command) {
    this.settings = settings;
    this.command = command;
  }

  /** What wakes the supervisor. */
  private sealed interface Event {
    record Want() implements Event {}

    record Submit(Job job) implements Event {}

    record Cancel(Job job) implements Event {}

    record Received(ChildProcess from, Message.Answer answer) implements Event {}

    record Ended(ChildProcess from, String why) implements Event {}

    record Close() implements Event {}
  }

  // ---- From other threads ----

  /** Asks for a child though no job waits. */
  void want() {
    inbox.add(new Event.Want());
  }

  void submit(Job job) {
    inbox.add(new Event.Submit(job));
  }

  void cancel(Job job) {
    inbox.add(new Event.Cancel(job));
  }

  /** Ends the thread when all jobs are finished. */
  void close() {
    inbox.add(new Event.Close());
  }

  ChildStatus status() {
    return status;
  }

  @Override
  public void received(ChildProcess from, Message.Answer answer) {
    inbox.add(new Event.Received(from, answer));
  }

  @Override
  public void ended(ChildProcess from, String why) {
    inbox.add(new Event.Ended(from, why));
  }

  // ---- The supervisor's thread ----

  @Override
  public void run() {
    try {
      while (!closing || current != null || !waiting.isEmpty()) {
        startIfDue();
        assign();
        Event event = next();
        if (event == null) {
          expire();
        } else {
          handle(event);
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("the supervisor of the prover process was interrupted and ends");
    } finally {
      finish();
    }
  }

  private void finish() {
    if (child != null) {
      child.stop(ready);
      child = null;
    }
    keys.close();
    status = new ChildStatus(State.NONE, 0, 0, status.restarts(), status.lastRecovery());
    ProverException closed = new ProverException("the prover is closed");
    waiting.forEach(job -> job.fail(closed));
    if (current != null) {
      current.fail(closed);
    }
    for (Event event = inbox.poll(); event != null; event = inbox.poll()) {
      if (event instanceof Event.Submit(Job job)) {
        job.fail(closed);
      }
    }
  }

  /** The next event; null when the time that was set is over. */
  private @Nullable Event next() throws InterruptedException {
    boolean restart = child == null && (wanted || !waiting.isEmpty()) && !isDone();
    if (!restart && (child == null || (ready && current == null))) {
      return inbox.take();
    }
    long until = restart ? startAt : deadline;
    return inbox.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  /** Whether nothing is left for which a child would be started. */
  private boolean isDone() {
    return closing && waiting.isEmpty();
  }

  private void startIfDue() {
    if (child != null || isDone() || !(wanted || !waiting.isEmpty())) {
      return;
    }
    if (System.nanoTime() - startAt < 0) {
      return;
    }
    ready = false;
    try {
      child = ChildProcess.start(command.builder(settings), this);
      deadline = after(settings.limits().start());
      show(State.STARTING, 0);
    } catch (IOException e) {
      lose("cannot be started: " + e.getMessage());
    }
  }

  private void assign() {
    while (child != null && ready && current == null && !waiting.isEmpty()) {
      Job job = waiting.remove();
      if (job.control.isCancelled()) {
        job.fail(cancelled());
        continue;
      }
      current = job;
      give(job);
    }
  }

  private void give(Job job) {
    ProofRequest request = job.request;
    // Also when this process has the key: a new child may have to make it, which takes longer than
    // a job may be silent.
    opening = request == null || !opened.contains(job.circuit);
    deadline = after(opening ? settings.limits().start() : settings.limits().silence());
    show(State.WORKING, 0);
    send(
        request == null || opening
            ? new Message.Open(job.id, job.circuit)
            : new Message.Prove(job.id, job.circuit, request.assignment(), request.publicInputs()));
  }

  private void send(Message.Command order) {
    try {
      if (child != null) {
        child.send(order);
      }
    } catch (IOException e) {
      // Its reading thread says in a moment how it ended.
      LOG.debug("a command was not written", e);
    }
  }

  private void handle(Event event) {
    switch (event) {
      case Event.Want() -> wanted = true;
      case Event.Close() -> closing = true;
      case Event.Submit(Job job) -> waiting.add(job);
      case Event.Cancel(Job job) -> withdraw(job);
      case Event.Received(ChildProcess from, Message.Answer answer) -> {
        from.handled();
        if (from == child) {
          answered(answer);
        }
      }
      case Event.Ended(ChildProcess from, String why) -> {
        if (from == child) {
          lose(why);
        }
      }
    }
  }

  private void withdraw(Job job) {
    if (waiting.remove(job)) {
      job.fail(cancelled());
    } else if (job == current) {
      send(new Message.Cancel(job.id));
    }
  }

  private void answered(Message.Answer answer) {
    Job job = current;
    if (!ready) {
      begin(answer);
    } else if (job == null || answer.job() != job.id) {
      lose("spoke of a job that it does not have");
    } else {
      switch (answer) {
        case Message.Progress progress when !opening -> {
          if (job.advances(progress)) {
            deadline = after(settings.limits().silence());
            show(State.WORKING, job.control.progressPermille());
          }
        }
        case Message.Key key when opening -> opened(job, key);
        case Message.Proved proved when !opening -> proved(job, proved);
        case Message.Failed failed -> failed(job, failed);
        default -> lose("answered what was not asked");
      }
    }
  }

  private void begin(Message.Answer answer) {
    switch (answer) {
      case Message.Ready(int job, int protocol) when job == 0 && protocol == Message.PROTOCOL -> {
        ready = true;
        wanted = true;
        opened.clear();
        if (deathsInARow > 0) {
          Duration recovery = Duration.ofNanos(System.nanoTime() - diedAt);
          status = new ChildStatus(State.IDLE, pid(), 0, status.restarts() + 1, recovery);
          LOG.info("prover process {} is ready, {} ms after the last", pid(), recovery.toMillis());
        }
        show(State.IDLE, 0);
      }
      case Message.Failed failed -> lose("cannot work: " + failed.text());
      default -> lose("did not begin with its readiness");
    }
  }

  private void opened(Job job, Message.Key key) {
    try {
      Bytes32 hash = keys.put(job.circuit, key.verifyingKey());
      opened.add(job.circuit);
      job.key.complete(hash);
    } catch (ProverException e) {
      done(job);
      job.fail(e);
      return;
    }
    if (job.request == null) {
      done(job);
    } else if (job.control.isCancelled()) {
      // The child heard of it too early: what it did then cannot be cancelled.
      done(job);
      job.fail(cancelled());
    } else {
      give(job);
    }
  }

  private void proved(Job job, Message.Proved proved) {
    ProofRequest request = job.request;
    Optional<ProofResult> result =
        request == null ? Optional.empty() : keys.verified(request, proved);
    if (result.isPresent()) {
      done(job);
      job.result.complete(result.get());
    } else {
      lose("answered with a proof that does not verify");
    }
  }

  private void failed(Job job, Message.Failed failed) {
    done(job);
    job.fail(
        failed.failure() == Message.Failure.CANCELLED
            ? cancelled()
            : new ProverException(failed.text()));
  }

  private void done(Job job) {
    deathsInARow = 0;
    if (current == job) {
      current = null;
      show(State.IDLE, 0);
    }
  }

  private static ProverException cancelled() {
    return new ProverException("the proof was cancelled");
  }

  private void expire() {
    if (child == null || System.nanoTime() - deadline < 0) {
      return;
    }
    if (!ready) {
      lose("was not ready after " + settings.limits().start().toMillis() + " ms");
    } else {
      long waited = (opening ? settings.limits().start() : settings.limits().silence()).toMillis();
      lose("made no progress for " + waited + " ms");
    }
  }

  /** Gives the child up; its job goes to the next one, or fails when it was lost before. */
  private void lose(String why) {
    diedAt = System.nanoTime();
    if (child != null) {
      child.kill();
    }
    LOG.warn("{} {}", child == null ? "a prover process" : child, why);
    Job job = current;
    if (job == null && !ready && !waiting.isEmpty()) {
      // A child that never got so far as to take the job counts against it all the same.
      job = waiting.remove();
    }
    child = null;
    current = null;
    ready = false;
    startAt = diedAt + TimeUnit.MILLISECONDS.toNanos(pauseMillis(deathsInARow));
    deathsInARow++;
    // With nobody waiting, a process that never works is not started for ever.
    wanted &= deathsInARow < IDLE_STARTS;
    show(State.NONE, 0);
    if (job == null) {
      return;
    }
    if (job.mayRetry()) {
      waiting.addFirst(job);
    } else {
      job.fail(new ProverException("no proof was made: the prover process " + why));
    }
  }

  /** How long to wait before the next start after so many deaths in a row. */
  static long pauseMillis(int deathsBefore) {
    return deathsBefore == 0
        ? 0
        : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(deathsBefore - 1, 16));
  }

  private static long after(Duration wait) {
    return System.nanoTime() + wait.toNanos();
  }

  private long pid() {
    return child == null ? 0 : child.pid();
  }

  private void show(State state, int permille) {
    status = new ChildStatus(state, pid(), permille, status.restarts(), status.lastRecovery());
  }
}
