package io.nelumbo.node.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this node connects.
 *
 * @param listen where peers may dial; port 0 picks one; empty: nobody can dial
 * @param bootstrap "host:port" of peers to dial and to keep dialling
 * @param limits places for connections, dialled ones included
 * @param handshakeTimeout longest time for TLS, and again for hello
 * @param stallTimeout longest time that a peer may leave its receive buffer full
 */
public record NetSettings(
    Optional<InetSocketAddress> listen,
    List<String> bootstrap,
    Limits limits,
    Duration handshakeTimeout,
    Duration stallTimeout) {

  /** The bounds on connections; {@code perAddress} does not apply to loopback addresses. */
  public record Limits(int total, int perAddress) {}

  /** The values of docs/protocol/peers.md 3. */
  public static NetSettings of(
      Optional<InetSocketAddress> listen, List<String> bootstrap, Limits limits) {
    return new NetSettings(
        listen, List.copyOf(bootstrap), limits, Duration.ofSeconds(5), Duration.ofSeconds(20));
  }
}
