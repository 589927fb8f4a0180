package io.nelumbo.node.net;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One address of the bootstrap list and what became of it. Thread-safe. */
final class DialTarget {

  private final String host;
  private final int port;
  private final DialSchedule schedule;
  private boolean busy;
  private boolean self;
  private @Nullable String peerId;

  /**
   * @param address "host:port" or "[IPv6]:port", checked by the configuration
   */
  DialTarget(String address, DialSchedule schedule) {
    int colon = address.lastIndexOf(':');
    this.host = address.substring(0, colon).replace("[", "").replace("]", "");
    this.port = Integer.parseInt(address.substring(colon + 1));
    this.schedule = schedule;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** Takes the target for one attempt, if it is time and its peer is not connected. */
  synchronized boolean claim(Predicate<String> connectedPeer) {
    boolean connected = peerId != null && connectedPeer.test(peerId);
    if (busy || self || connected || !schedule.due()) {
      return false;
    }
    busy = true;
    return true;
  }

  /** The attempt led to an open connection with this peer. */
  synchronized void opened(String id) {
    peerId = id;
    schedule.succeeded();
  }

  /** The attempt failed or its connection ended. */
  synchronized void ended() {
    busy = false;
    schedule.failed();
  }

  /** The address turned out to be this node's own. */
  synchronized void isSelf() {
    self = true;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
