package io.nelumbo.node.gossip;

import io.nelumbo.core.value.Bytes32;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What gossip keeps for one connected peer. Belongs to the gossip thread. */
final class PeerState {

  /** Objects that a peer is known to have; beyond this the oldest are forgotten. */
  private static final int MAX_KNOWN = 16_384;

  /** Open requests at one peer (docs/protocol/peers.md 4). */
  static final int MAX_OPEN = 256;

  final PeerLink link;
  final BoundedSet<Bytes32> known = new BoundedSet<>(MAX_KNOWN);

  /** Wanted objects that it announced while it had no open request to spare. */
  final Deque<Want> backlog = new ArrayDeque<>();

  /** Requests to be sent in one message at the end of the current event. */
  final List<InventoryItem> toGet = new ArrayList<>();

  int openRequests;
  volatile long headHeight;
  int failedCatchUps;
  long lastHeardMillis;
  long lastPingMillis;
  boolean connected = true;

  PeerState(PeerLink link, long nowMillis) {
    this.link = link;
    this.headHeight = link.hello().head().height();
    this.lastHeardMillis = nowMillis;
  }

  /** The first digits of the peer id, for logs. */
  String shortId() {
    return link.peerId().substring(0, 8);
  }

  boolean mayAsk() {
    return connected && openRequests < MAX_OPEN;
  }

  void flush() {
    if (!toGet.isEmpty()) {
      link.send(new Message.Get(List.copyOf(toGet)));
      toGet.clear();
    }
  }
}
