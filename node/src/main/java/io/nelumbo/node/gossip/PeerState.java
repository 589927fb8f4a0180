package io.nelumbo.node.gossip;

import io.nelumbo.core.value.Bytes32;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What gossip keeps for one connected peer. Belongs to the gossip thread. */
final class PeerState {

  /** Objects that a peer is known to have; beyond this the oldest are forgotten. */
  private static final int MAX_KNOWN = 16_384;

  /** Requests that timed out and may still be answered; beyond this the oldest are forgotten. */
  private static final int MAX_LATE = 1_024;

  /** Open requests at one peer (docs/protocol/peers.md 4). */
  static final int MAX_OPEN = 256;

  final PeerLink link;
  final BoundedSet<Bytes32> known = new BoundedSet<>(MAX_KNOWN);

  /** Wanted objects that it announced while it had no open request to spare. */
  final LinkedHashSet<Want> backlog = new LinkedHashSet<>();

  /** Every wanted object that it announced and has not failed to send. */
  final LinkedHashSet<Want> wants = new LinkedHashSet<>();

  /** Objects that it was asked for in vain; it may still send them. */
  final BoundedSet<InventoryItem> late = new BoundedSet<>(MAX_LATE);

  /** Ranges of blocks that it was asked for in vain and may still send. */
  int lateRanges;

  /** What it asked for and was not sent yet. */
  final LinkedHashSet<InventoryItem> toServe = new LinkedHashSet<>();

  /** What it asked for and is not here, and was not told yet. */
  final LinkedHashSet<InventoryItem> missing = new LinkedHashSet<>();

  /** The range of blocks that it asked for and was not sent yet. */
  Message.@Nullable GetBlocks rangeToServe;

  /** Requests to be sent in one message at the end of an event, when there is room for it. */
  final LinkedHashSet<Want> toGet = new LinkedHashSet<>();

  int openRequests;
  volatile long headHeight;
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

  /** Sends the requests if there is room for them; only then does their time run. */
  void flush(long now) {
    if (toGet.isEmpty() || !link.writable()) {
      return;
    }
    List<InventoryItem> items = toGet.stream().map(want -> want.item).toList();
    if (link.send(new Message.Get(items))) {
      toGet.forEach(want -> want.deadlineMillis = now + Requests.TIMEOUT_MILLIS);
      toGet.clear();
    }
  }
}
