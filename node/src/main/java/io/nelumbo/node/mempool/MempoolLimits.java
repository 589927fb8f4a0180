package io.nelumbo.node.mempool;

/**
 * How much a mempool holds.
 *
 * @param transactions at most this many
 * @param bytes at most this many bytes of encodings
 * @param perSource at most this many transactions from one address; this node's API has no such
 *     bound
 */
public record MempoolLimits(int transactions, long bytes, int perSource) {
  /** What a node uses unless its configuration says otherwise. */
  public static final MempoolLimits DEFAULT = new MempoolLimits(20_000, 128L << 20, 5_000);
}
