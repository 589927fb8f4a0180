package io.nelumbo.node.gossip;

import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Carries messages between peers. Gossip owns this interface, so that it can run on any network.
 */
public interface PeerTransport extends AutoCloseable {

  /**
   * Begins to listen and to dial.
   *
   * @param executor runs the events of {@link PeerEvents} one after another
   * @throws IOException if the listening address cannot be used; the message names it
   */
  void start(PeerEvents events, Executor executor) throws IOException;

  /** The port that peers can dial, 0 if none. Known after {@link #start}. */
  int port();

  /** Ends all connections and waits until they are gone. */
  @Override
  void close();
}
