package io.nelumbo.cli;

import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.node.app.GenesisFile;
import io.nelumbo.wallet.chain.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The network that a new wallet is bound to. */
final class NetworkOption {
  @Option(
      names = "--genesis",
      paramLabel = "FILE",
      description =
          "The network's genesis file: the wallet then refuses any node that states another network"
              + " (default: the wallet is bound to what its first node states).")
  private @Nullable Path genesis;

  /** The network of the file that was named, if one was. */
  Optional<Network> read() throws IOException, ConfigException {
    return genesis == null ? Optional.empty() : Optional.of(of(GenesisFile.read(genesis)));
  }

  private static Network of(Genesis genesis) {
    Map<CircuitId, Bytes32> keys = new EnumMap<>(CircuitId.class);
    for (GenesisCircuit circuit : genesis.circuits()) {
      keys.put(circuit.circuit(), circuit.verifyingKeyHash());
    }
    return new Network(
        genesis.kind(),
        genesis.chain(),
        genesis.hash().bytes(),
        genesis.pool(),
        genesis.minFee(),
        keys);
  }
}
