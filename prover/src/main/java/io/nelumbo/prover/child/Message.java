package io.nelumbo.prover.child;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.engine.ProveTimings;

/**
 * What a parent and its prover process say to each other. The parent gives one job at a time and
 * waits for its answer; only a cancellation may follow a job.
 */
sealed interface Message {
  /** The version of this language; both ends must speak the same. */
  int PROTOCOL = 1;

  /** Which job it belongs to, from 1; 0 when to none. */
  int job();

  /** What the parent says. */
  sealed interface Command extends Message {}

  /** What the child says. */
  sealed interface Answer extends Message {}

  /** Open this circuit's key and answer with {@link Key}. */
  record Open(int job, CircuitId circuit) implements Command {}

  /**
   * Make a proof. Secret: whoever holds the message wipes the assignment.
   *
   * @param assignment 1 to {@link MessageCodec#MAX_ASSIGNMENT} bytes
   * @param publicInputs 32 bytes each
   */
  record Prove(int job, CircuitId circuit, byte[] assignment, byte[] publicInputs)
      implements Command {
    @Override
    public String toString() {
      return "Prove[" + job + ", " + circuit.circuitName() + "]";
    }
  }

  /** Give the job up; the answer is {@link Failed}, or {@link Proved} when it was too late. */
  record Cancel(int job) implements Command {}

  /** The libraries are loaded and have passed their self-tests. */
  record Ready(int job, int protocol) implements Answer {}

  /**
   * How far the job is.
   *
   * @param permille 0 to 1000, of this phase
   */
  record Progress(int job, Phase phase, int permille) implements Answer {
    /** One number that grows with the job. */
    int position() {
      return phase.ordinal() * 1001 + permille;
    }
  }

  /** The phases of a job, in their order. */
  enum Phase {
    /** Go solves the circuit. */
    SOLVING,
    /** C++ makes the proof. */
    PROVING
  }

  /** A verifying key as bytes (docs/protocol/keys.md 6). */
  record Key(int job, byte[] verifyingKey) implements Answer {}

  /** A proof and the times it took, in nanoseconds. */
  record Proved(int job, Proof proof, long solveNanos, ProveTimings timings) implements Answer {}

  /** The job failed, or, for job 0, the child cannot work at all. The text holds no secret. */
  record Failed(int job, Failure failure, String text) implements Answer {}

  /** Why a job failed. */
  enum Failure {
    /** The statement is false or the bytes are not an assignment. */
    REFUSED,
    /** It was cancelled. */
    CANCELLED,
    /** The fault is not the request's. */
    INTERNAL
  }
}
