package io.nelumbo.node.admission;

/**
 * How much admission takes on at once.
 *
 * @param workers threads that judge transactions
 * @param transactions that may wait; more are refused as BUSY
 * @param batch the most transactions whose signatures and proofs are checked together
 * @param blocks that may wait; more are refused as BUSY
 * @param rememberedVerdicts of refused transactions, until the next block
 * @param deferred transactions that are tried again after the next block
 */
public record AdmissionLimits(
    int workers,
    Queue transactions,
    int batch,
    Queue blocks,
    int rememberedVerdicts,
    int deferred) {
  /** What a node uses unless its configuration says otherwise. */
  public static final AdmissionLimits DEFAULT =
      new AdmissionLimits(2, new Queue(4_096, 32 << 20), 64, new Queue(256, 64 << 20), 16_384, 256);

  /**
   * The bounds of a queue.
   *
   * @param objects that may wait, at least 1
   * @param bytes of their encodings together
   */
  public record Queue(int objects, long bytes) {}
}
