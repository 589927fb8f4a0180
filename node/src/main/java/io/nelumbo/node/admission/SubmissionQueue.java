package io.nelumbo.node.admission;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Submissions that wait, bounded in number and in bytes. Safe for use by several threads. Those who
 * take are woken by {@link #close} and never interrupted: an interrupt would close the file that
 * the thread writes.
 */
final class SubmissionQueue {
  private final Deque<Submission> waiting = new ArrayDeque<>();
  private final AdmissionLimits.Queue limits;
  private long bytes;
  private boolean closed;

  SubmissionQueue(AdmissionLimits.Queue limits) {
    this.limits = limits;
  }

  /** Appends a submission, or returns false when there is no room for it. */
  synchronized boolean offer(Submission submission) {
    int length = submission.bytes().length;
    if (waiting.size() >= limits.objects() || length > limits.bytes() - bytes) {
      return false;
    }
    waiting.add(submission);
    bytes += length;
    notify();
    return true;
  }

  /** Waits for the oldest submission and takes it out; null once the queue is closed. */
  synchronized @Nullable Submission take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return closed ? null : poll();
  }

  /** Moves at most {@code most} submissions to {@code target}. */
  synchronized void drainTo(Collection<Submission> target, int most) {
    for (int i = 0; i < most; i++) {
      Submission next = poll();
      if (next == null) {
        return;
      }
      target.add(next);
    }
  }

  /** Takes the oldest submission out, or returns null when none waits. */
  synchronized @Nullable Submission poll() {
    Submission next = waiting.poll();
    if (next != null) {
      bytes -= next.bytes().length;
    }
    return next;
  }

  /** Sends everybody away who takes. What waits can still be polled. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
