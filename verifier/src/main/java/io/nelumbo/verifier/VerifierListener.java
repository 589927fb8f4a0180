package io.nelumbo.verifier;

/**
 * Hears how long the stages of verification take. Called on the verifying thread; must be quick.
 */
@FunctionalInterface
public interface VerifierListener {
  /** The stages, cheapest first (docs/protocol/transactions.md 9). */
  enum Stage {
    /** Chain, expiry, fee, pool, circuits. */
    CHEAP,
    /** Nullifiers, anchor, nonces, balance, funds. */
    STATE,
    /** Ed25519 and RedJubjub. */
    SIGNATURES,
    /** Groth16. */
    PROOFS
  }

  /** A listener that does nothing. */
  VerifierListener NONE = (stage, transactions, nanos) -> {};

  /** A stage has judged {@code transactions} transactions in {@code nanos} nanoseconds. */
  void stageDone(Stage stage, int transactions, long nanos);
}
