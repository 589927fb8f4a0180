package io.nelumbo.cli;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.node.app.Ports;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node a command talks to. */
final class NodeAddress {
  private static final String DEFAULT = "127.0.0.1:8720";

  @Option(
      names = "--node",
      paramLabel = "HOST:PORT",
      description = "API of the node (default: $NELUMBO_NODE, else " + DEFAULT + ").")
  private @Nullable String node;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of a node on this machine, instead of --node.")
  private @Nullable Path data;

  /** A client of that node; the caller closes it. */
  NodeClient connect() throws ApiException, ConfigException {
    if (node != null && data != null) {
      throw CliException.badInput("give --node or --data, not both");
    }
    if (data != null) {
      return NodeClient.local(Ports.read(data).api());
    }
    String configured = node != null ? node : System.getenv("NELUMBO_NODE");
    return NodeClient.connect(configured == null || configured.isBlank() ? DEFAULT : configured);
  }
}
