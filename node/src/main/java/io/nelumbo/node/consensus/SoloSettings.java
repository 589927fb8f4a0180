package io.nelumbo.node.consensus;

import java.time.Duration;

/**
 * How often a solo proposer makes blocks.
 *
 * @param blockInterval the least time between two looks at the mempool
 * @param emptyBlockInterval the time after which a block is made though nothing waits
 */
public record SoloSettings(Duration blockInterval, Duration emptyBlockInterval) {
  /** What a node uses unless its configuration says otherwise. */
  public static final SoloSettings DEFAULT =
      new SoloSettings(Duration.ofSeconds(1), Duration.ofSeconds(30));
}
