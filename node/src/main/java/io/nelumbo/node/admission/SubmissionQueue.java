package io.nelumbo.node.admission;

import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Submissions that wait, bounded in number and in bytes. Safe for use by several threads. */
final class SubmissionQueue {
  private final BlockingQueue<Submission> waiting;
  private final AtomicLong bytes = new AtomicLong();
  private final long maxBytes;

  SubmissionQueue(AdmissionLimits.Queue limits) {
    waiting = new ArrayBlockingQueue<>(limits.objects());
    maxBytes = limits.bytes();
  }

  /** Appends a submission, or returns false when there is no room for it. */
  boolean offer(Submission submission) {
    int length = submission.bytes().length;
    if (bytes.addAndGet(length) <= maxBytes && waiting.offer(submission)) {
      return true;
    }
    bytes.addAndGet(-length);
    return false;
  }

  /** Waits for the oldest submission and takes it out. */
  Submission take() throws InterruptedException {
    return taken(waiting.take());
  }

  /** Moves at most {@code most} submissions to {@code target}. */
  void drainTo(Collection<Submission> target, int most) {
    for (int i = 0; i < most; i++) {
      Submission next = poll();
      if (next == null) {
        return;
      }
      target.add(next);
    }
  }

  /** Takes the oldest submission out, or returns null when none waits. */
  @Nullable Submission poll() {
    Submission next = waiting.poll();
    return next == null ? null : taken(next);
  }

  private Submission taken(Submission submission) {
    bytes.addAndGet(-submission.bytes().length);
    return submission;
  }
}
