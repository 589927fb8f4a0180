package io.nelumbo.node.gossip;

import java.util.Collection;

/**
 * Keeps a node that is one block behind from asking for a range while that block may be the one
 * that was announced and is being fetched. It waits only so long, since an announcement costs a
 * liar nothing. Belongs to the gossip thread.
 */
final class Patience {

  private static final long NEXT_BLOCK_MILLIS = 2_000;

  private final ObjectSource source;
  private long behindSinceMillis;

  Patience(ObjectSource source) {
    this.source = source;
  }

  void blockCommitted() {
    behindSinceMillis = 0;
  }

  /** Whether to leave catch-up for later. */
  boolean waits(Collection<PeerState> peers, boolean fetchingBlock, long now) {
    long next = source.head().height() + 1;
    boolean farBehind =
        peers.stream().anyMatch(peer -> Long.compareUnsigned(peer.headHeight, next) > 0);
    if (farBehind || !fetchingBlock) {
      return false;
    }
    if (behindSinceMillis == 0) {
      behindSinceMillis = now;
    }
    return now - behindSinceMillis < NEXT_BLOCK_MILLIS;
  }
}
