package io.nelumbo.node.net;

import io.nelumbo.node.gossip.PeerEvents;
import io.nelumbo.node.metrics.NodeMetrics;
import java.util.concurrent.Executor;

/** What a connection needs from the transport that owns it. Called on event loops. */
interface ConnectionContext {

  String localPeerId();

  NetSettings settings();

  NodeMetrics metrics();

  PeerEvents events();

  /** Runs events for gossip one after another. */
  Executor executor();

  /** The handshake is complete. */
  void opened(PeerConnection connection);

  /** The connection ended; {@code reported} if gossip had heard of it. */
  void closed(PeerConnection connection, boolean reported);

  /** The other end of this connection is this node. */
  void dialledSelf(PeerConnection connection);
}
