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

  /** When the request times out. */
  long deadlineMillis;

  /** Its bytes are here and wait for a verdict; the other announcers stay in case it is bad. */
  boolean judging;

  Want(InventoryItem item) {
    this.item = item;
  }
}
