package io.nelumbo.prover.child;

import java.time.Duration;

/**
 * What a supervised prover is doing.
 *
 * @param state of the process
 * @param pid of the process; 0 when none runs
 * @param provingPermille how much of the proof is made, 0 to 1000; 0 while nothing is proved
 * @param restarts how many processes became ready in another's place
 * @param lastRecovery from the end of the process before, or its condemnation, to the readiness of
 *     the newest such one
 */
public record ChildStatus(
    State state, long pid, int provingPermille, int restarts, Duration lastRecovery) {

  static final ChildStatus NONE = new ChildStatus(State.NONE, 0, 0, 0, Duration.ZERO);

  /** The states of the process. */
  public enum State {
    /** None runs. */
    NONE,
    /** It starts. */
    STARTING,
    /** It waits for work. */
    IDLE,
    /** It has a job. */
    WORKING
  }
}
