package io.nelumbo.node.admission;

/**
 * How much admission takes on at once.
 *
 * @param workers threads that judge transactions
 * @param queuedTransactions that may wait; more are refused as BUSY
 * @param batch the most transactions whose signatures and proofs are checked together
 * @param queuedBlocks that may wait
 * @param rememberedVerdicts of refused transactions, until the next block
 * @param deferred transactions that are tried again after the next block
 */
public record AdmissionLimits(
    int workers,
    int queuedTransactions,
    int batch,
    int queuedBlocks,
    int rememberedVerdicts,
    int deferred) {
  /** What a node uses unless its configuration says otherwise. */
  public static final AdmissionLimits DEFAULT = new AdmissionLimits(2, 4_096, 64, 256, 16_384, 256);
}
