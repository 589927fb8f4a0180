package io.nelumbo.engine;

import io.nelumbo.core.tx.Proof;

/**
 * A proof and how long it took.
 *
 * @param proof 192 bytes
 * @param timings of its phases
 */
public record ProveResult(Proof proof, ProveTimings timings) {}
