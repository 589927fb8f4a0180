package io.nelumbo.node.gossip;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** An object that was announced and is not here yet. Belongs to the gossip thread. */
final class Want {

  final InventoryItem item;

  /** Peers that announced it and were not asked yet, in order. */
  final Deque<PeerState> announcers = new ArrayDeque<>();

  /** The peer that was asked, or none. */
  @Nullable PeerState asked;

  /** When the request times out; never as long as it was not sent. */
  long deadlineMillis;

  /** No peer is asked before this. */
  long notBeforeMillis;

  /** How often this node had no room for it. */
  int retries;

  /** Who sent the bytes that wait for a verdict. */
  @Nullable PeerState sender;

  /** Its bytes are here and wait for a verdict; the other announcers stay in case it is bad. */
  boolean judging;

  /** Whether a peer may be asked now. */
  boolean idle(long now) {
    return asked == null && !judging && now >= notBeforeMillis;
  }

  Want(InventoryItem item) {
    this.item = item;
  }
}
