package io.nelumbo.verifier;

/**
 * Why an object was not accepted. The names are stable: metrics, the API and tests use them.
 *
 * <p>docs/protocol/transactions.md 9, 10 and chain.md 4.
 */
public enum Reason {
  /** The bytes are not one canonical encoding within the bounds. */
  MALFORMED(true),
  /** Made for another chain. */
  WRONG_CHAIN(true),
  /** The expiry height has passed. */
  EXPIRED(false),
  /** The expiry height is further ahead than the protocol allows. */
  EXPIRY_TOO_FAR(false),
  /** The native fee is below this network's minimum. */
  FEE_TOO_LOW(false),
  /** The pool is not open on this network. */
  POOL_CLOSED(true),
  /** The circuit is unknown to this network or not enabled at this height. */
  CIRCUIT_DISABLED(true),
  /** One nullifier stands twice in one transaction. */
  DUPLICATE_NULLIFIER(true),
  /** A nullifier was already spent on the chain. */
  DOUBLE_SPEND(false),
  /** The anchor is no root of this pool that this node knows. */
  UNKNOWN_ANCHOR(false),
  /** An account's nonce is not its next one. */
  BAD_NONCE(false),
  /** The balance equation of an asset does not hold. */
  UNBALANCED(true),
  /** An account or the pool does not hold what leaves it. */
  INSUFFICIENT_FUNDS(false),
  /** The native asset would be issued, or an asset's supply would reach 2^64. */
  BAD_ISSUE(true),
  /** An Ed25519 or RedJubjub signature does not hold. */
  BAD_SIGNATURE(true),
  /** A proof does not hold. */
  BAD_PROOF(true),
  /** Already committed, in the mempool or being checked. */
  KNOWN(false),
  /** Another transaction of the mempool spends the same nullifier or nonce. */
  CONFLICT(false),
  /** This node has no room for the object now. */
  BUSY(false),
  /** The note commitment tree of the pool has no room for the outputs. */
  TREE_FULL(false),
  /** A block whose parent this node does not have yet. */
  UNKNOWN_PARENT(false),
  /** A block on another parent than the head's. */
  WRONG_PARENT(false),
  /**
   * This node's own code failed while it judged the object, or the process ended. That says nothing
   * about the object: it is ignored for a while, and nobody is blamed.
   */
  UNJUDGEABLE(false),
  /** A field of a block header contradicts the chain, or a root does not match the body. */
  BAD_BLOCK(true);

  private final boolean blamesSender;

  Reason(boolean blamesSender) {
    this.blamesSender = blamesSender;
  }

  /**
   * Returns whether an honest node would never have sent such an object. The others depend on the
   * height that a node has reached, so that a peer a block behind may send them in good faith.
   */
  public boolean blamesSender() {
    return blamesSender;
  }
}
