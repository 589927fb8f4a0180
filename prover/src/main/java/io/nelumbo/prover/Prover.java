package io.nelumbo.prover;

import io.nelumbo.engine.ProveControl;

/**
 * Makes proofs of transfer statements. Implementations never release a proof that they have not
 * verified.
 *
 * <p>Thread-safe; calls last from a tenth of a second to seconds and belong on platform threads of
 * the caller's.
 */
public interface Prover extends AutoCloseable {
  /**
   * Solves the circuit, proves, and verifies the proof against the request's public inputs.
   *
   * @throws ProverException when the statement is false, the inputs do not belong to it, or a proof
   *     that was made does not verify
   */
  ProofResult prove(ProofRequest request, ProveControl control);

  /** Ends the prover; calls in progress finish first. */
  @Override
  void close();
}
