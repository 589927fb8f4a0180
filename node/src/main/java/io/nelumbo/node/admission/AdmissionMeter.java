package io.nelumbo.node.admission;

import io.nelumbo.verifier.Verdict;

/** Counts for people who run the node. Called on admission's threads; must be quick. */
public interface AdmissionMeter {
  /** What kind of object was judged. */
  enum Kind {
    /** A transaction. */
    TRANSACTION,
    /** A block. */
    BLOCK
  }

  /** A meter that counts nothing. */
  AdmissionMeter NONE = new AdmissionMeter() {};

  /** An object was judged {@code nanos} nanoseconds after it was submitted. */
  default void judged(Kind kind, Verdict verdict, long nanos) {}

  /** A batch of transactions went through signatures and proofs together. */
  default void batchVerified(int transactions) {}
}
