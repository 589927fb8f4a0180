package io.nelumbo.node.gossip;

import io.nelumbo.node.metrics.NodeMetrics;
import java.util.ArrayList;
import java.util.List;

/** Sends a peer the names of objects that it is not known to have. */
final class Announcer {

  private final NodeMetrics metrics;

  Announcer(NodeMetrics metrics) {
    this.metrics = metrics;
  }

  /** Announces objects, all of which this node has found valid. */
  void announce(PeerState peer, List<InventoryItem> items) {
    List<InventoryItem> news = new ArrayList<>();
    for (InventoryItem item : items) {
      if (!peer.known.contains(item.id())) {
        news.add(item);
      }
    }
    if (news.isEmpty() || !peer.link.send(new Message.Inventory(List.copyOf(news)))) {
      return;
    }
    for (InventoryItem item : news) {
      peer.known.add(item.id());
      metrics.announced(ObjectServer.subject(item));
    }
  }
}
