package io.nelumbo.node.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an operator may set, read from {@code node.toml}; every key has a default.
 *
 * <pre>
 * [peers]
 * listen = "127.0.0.1:0"        # host:port; port 0 picks one; "" means that nobody can dial
 * bootstrap = []                # "host:port" of peers to dial and to keep dialling
 * max_connections = 64
 * max_per_address = 8
 * [api]
 * listen = "127.0.0.1:0"
 * allow_remote = false          # must be true to listen on anything but loopback
 * max_request_bytes = 1048576
 * [consensus]
 * propose = false               # true: this node makes the blocks, with the proposer's key
 * proposer_key = "proposer.key" # relative to the data folder
 * block_interval_millis = 1000
 * empty_block_interval_millis = 30000
 * [verifier]
 * threads = 0                   # of batch checks; 0: one for each processor
 * queue = 4096                  # transactions that may wait for a verdict
 * [mempool]
 * max_transactions = 20000
 * </pre>
 */
public record NodeConfig(
    Peers peers, Api api, Consensus consensus, Verifier verifier, int mempoolTransactions) {

  /** The name of the file in the data folder. */
  public static final String FILE = "node.toml";

  private static final long MAX_DAY = 86_400_000;

  /** Section [peers]. */
  public record Peers(
      Optional<InetSocketAddress> listen,
      List<String> bootstrap,
      int maxConnections,
      int maxPerAddress) {}

  /** Section [api]. */
  public record Api(InetSocketAddress listen, int maxRequestBytes) {}

  /** Section [consensus]. */
  public record Consensus(
      boolean propose, String proposerKey, Duration blockInterval, Duration emptyBlockInterval) {}

  /** Section [verifier]. */
  public record Verifier(int threads, int queue) {}

  /** The defaults. */
  public static NodeConfig defaults() {
    try {
      return parse(FILE, "");
    } catch (ConfigException e) {
      throw new IllegalStateException("the defaults are valid", e);
    }
  }

  /** Reads a file. */
  public static NodeConfig read(Path path) throws ConfigException {
    return of(TomlSection.read(path));
  }

  /**
   * Reads text.
   *
   * @param file its name in errors
   */
  public static NodeConfig parse(String file, String text) throws ConfigException {
    return of(TomlSection.parse(file, text));
  }

  private static NodeConfig of(TomlSection root) throws ConfigException {
    Peers peers = peers(root.section("peers"));
    Api api = api(root.section("api"));
    Consensus consensus = consensus(root.section("consensus"));
    TomlSection verifier = root.section("verifier");
    Verifier limits =
        new Verifier(
            (int) verifier.integer("threads", 0, 1024, 0),
            (int) verifier.integer("queue", 1, 1_000_000, 4096));
    verifier.finish();
    TomlSection mempool = root.section("mempool");
    int transactions = (int) mempool.integer("max_transactions", 1, 1_000_000, 20_000);
    mempool.finish();
    root.finish();
    return new NodeConfig(peers, api, consensus, limits, transactions);
  }

  private static Peers peers(TomlSection section) throws ConfigException {
    String listen = section.optionalString("listen").orElse("127.0.0.1:0");
    Optional<InetSocketAddress> address =
        listen.isEmpty() ? Optional.empty() : Optional.of(address(section, "listen", listen));
    List<String> bootstrap = section.strings("bootstrap");
    for (String peer : bootstrap) {
      if (hostAndPort(peer, 1).isEmpty()) {
        throw section.error("bootstrap", "holds '" + peer + "', which is not \"host:port\"");
      }
    }
    Peers peers =
        new Peers(
            address,
            List.copyOf(bootstrap),
            (int) section.integer("max_connections", 1, 10_000, 64),
            (int) section.integer("max_per_address", 1, 10_000, 8));
    section.finish();
    return peers;
  }

  private static Api api(TomlSection section) throws ConfigException {
    String listen = section.optionalString("listen").orElse("127.0.0.1:0");
    boolean allowRemote = section.bool("allow_remote", false);
    InetSocketAddress address = address(section, "listen", listen);
    if (!allowRemote && !address.getAddress().isLoopbackAddress()) {
      throw section.error(
          "listen",
          "is not a loopback address; the API has no access control, so set allow_remote = true"
              + " only behind something that has");
    }
    Api api =
        new Api(address, (int) section.integer("max_request_bytes", 65_536, 64 << 20, 1 << 20));
    section.finish();
    return api;
  }

  private static Consensus consensus(TomlSection section) throws ConfigException {
    Consensus consensus =
        new Consensus(
            section.bool("propose", false),
            section.optionalString("proposer_key").orElse("proposer.key"),
            Duration.ofMillis(section.integer("block_interval_millis", 10, 600_000, 1000)),
            Duration.ofMillis(section.integer("empty_block_interval_millis", 10, MAX_DAY, 30_000)));
    section.finish();
    return consensus;
  }

  private static InetSocketAddress address(TomlSection section, String key, String text)
      throws ConfigException {
    HostPort hostPort =
        hostAndPort(text, 0)
            .orElseThrow(() -> section.error(key, "is '" + text + "', which is not \"host:port\""));
    try {
      return new InetSocketAddress(InetAddress.getByName(hostPort.host()), hostPort.port());
    } catch (UnknownHostException e) {
      throw section.error(key, "names the unknown host '" + hostPort.host() + "'");
    }
  }

  private record HostPort(String host, int port) {}

  private static Optional<HostPort> hostAndPort(String text, int minPort) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    String host = text.substring(0, colon).toLowerCase(Locale.ROOT);
    boolean bracketed = host.matches("\\[[0-9a-f:.]+]");
    boolean plain = host.matches("[0-9a-z]([0-9a-z.-]*[0-9a-z])?");
    int port = Integer.parseInt(text.substring(colon + 1));
    boolean good = (bracketed || plain) && port >= minPort && port <= 65_535;
    return good
        ? Optional.of(new HostPort(host.replace("[", "").replace("]", ""), port))
        : Optional.empty();
  }
}
