package io.nelumbo.node.gossip;

import java.util.Optional;

/**
 * What a transport reports. The first three are called on the transport's threads, must be
 * thread-safe and answer at once; the others come one after another on the executor that the
 * transport was started with.
 */
public interface PeerEvents {

  /** Whether connections with this address group are wanted at all. */
  boolean admits(String addressGroup);

  /** What this node says first. */
  Message.Hello localHello();

  /** Why a peer is not wanted, in one line; empty if it is. */
  Optional<String> refusal(String peerId, Message.Hello remote);

  /** A peer passed the handshake. */
  void connected(PeerLink link);

  /** A message other than hello arrived. */
  void received(PeerLink link, Message message);

  /** Bytes that are no message arrived; the transport closes the connection. */
  void malformed(PeerLink link, String problem);

  /** The connection ended; comes once for each {@link #connected}. */
  void disconnected(PeerLink link);
}
