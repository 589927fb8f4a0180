package io.nelumbo.node.gossip;

/** One open connection to a peer whose identity and network were checked. Thread-safe. */
public interface PeerLink {

  /** Lower-case hexadecimal SHA-256 of the peer's public key. */
  String peerId();

  /** Host and port, for people. */
  String address();

  /**
   * What limits and bans count as one address: an IPv4 address (also when mapped into IPv6) or an
   * IPv6 /64.
   */
  String addressGroup();

  /** Whether the address is loopback, which many nodes share. */
  boolean loopback();

  /** Whether this node dialled. */
  boolean outbound();

  /** What the peer said first. */
  Message.Hello hello();

  /**
   * Sends a message without waiting.
   *
   * @return false if it was dropped, because the peer reads too slowly or is gone
   */
  boolean send(Message message);

  /** Whether a message sent now would be queued rather than dropped. */
  boolean writable();

  /** Bytes of messages that have arrived, those of an incomplete message included. */
  long bytesReceived();

  /** Ends the connection; does nothing if it has ended. */
  void close(String reason);
}
