package io.nelumbo.prover;

import io.nelumbo.core.tx.Proof;
import io.nelumbo.engine.ProveTimings;

/**
 * A verified proof.
 *
 * @param proof 192 bytes
 * @param solveNanos time for solving the circuit
 * @param prove times of the proof's phases
 * @param verifyNanos time for verifying it
 */
public record ProofResult(Proof proof, long solveNanos, ProveTimings prove, long verifyNanos) {}
