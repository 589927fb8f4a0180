package io.nelumbo.cli;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.block.Allocation;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.ProvingKey;
import io.nelumbo.engine.SystemRandom;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.node.app.GenesisFile;
import io.nelumbo.node.app.NodeConfig;
import io.nelumbo.node.consensus.ProposerKey;
import io.nelumbo.prover.KeyCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a node's data folder: genesis, settings, verifying keys and, on the first node, the
 * proposer's key.
 */
final class NodeFolder {
  private final Path folder;

  NodeFolder(Path folder) {
    this.folder = folder;
  }

  /** What goes into {@code node.toml}. */
  record Settings(
      String api, String listen, List<String> peers, boolean propose, int blockIntervalMillis) {}

  /** What a new development network is made of. */
  record NewNetwork(String name, int chain, String minFee, List<String> allocations) {}

  /** Makes the first node of a new network; returns the genesis hash. */
  String createNetwork(NewNetwork network, Settings settings) throws IOException, ConfigException {
    List<Allocation> allocations = allocations(network.allocations());
    Amount minFee = amount("--min-fee", network.minFee());
    begin(settings);
    ProposerKey proposer = ProposerKey.ofSeed(SystemRandom.bytes(32));
    proposer.write(folder.resolve("proposer.key"));
    Genesis genesis =
        new Genesis(
            NetworkKind.DEV,
            network.chain(),
            1,
            minFee,
            proposer.account(),
            System.currentTimeMillis(),
            network.name(),
            circuits(writeDevelopmentKeys()),
            allocations);
    proposer.close();
    GenesisFile.write(folder.resolve(GenesisFile.FILE), genesis);
    return genesis.hash().toString();
  }

  /** Makes a node of an existing network; returns the genesis hash. */
  String join(Path genesisFile, Settings settings) throws IOException, ConfigException {
    Genesis genesis = GenesisFile.read(genesisFile);
    begin(settings);
    if (genesis.kind() == NetworkKind.DEV) {
      Map<CircuitId, Bytes32> hashes = writeDevelopmentKeys();
      for (GenesisCircuit circuit : genesis.circuits()) {
        Bytes32 ours = hashes.get(circuit.circuit());
        if (!circuit.verifyingKeyHash().equals(ours)) {
          throw new ConfigException(
              genesisFile
                  + ": circuit "
                  + circuit.circuit().circuitName()
                  + " has verifying key "
                  + circuit.verifyingKeyHash()
                  + ", but this build's development key is "
                  + ours
                  + "; use the build that made the network");
        }
      }
    } else {
      Files.createDirectories(folder.resolve("keys"));
      Output.progress(
          "Copy the network's verifying keys to "
              + folder.resolve("keys")
              + " before you run the node.");
    }
    Files.copy(genesisFile, folder.resolve(GenesisFile.FILE));
    return genesis.hash().toString();
  }

  private void begin(Settings settings) throws IOException, ConfigException {
    if (Files.exists(folder.resolve(GenesisFile.FILE))
        || Files.exists(folder.resolve(NodeConfig.FILE))) {
      throw CliException.badInput(
          "--data: " + folder + " holds a node already; choose another folder");
    }
    String text = toml(settings);
    NodeConfig.parse(NodeConfig.FILE, text);
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(folder.resolve(NodeConfig.FILE), text);
  }

  private static String toml(Settings settings) {
    String peers =
        settings.peers().stream().map(p -> quoted(p)).reduce((a, b) -> a + ", " + b).orElse("");
    return "[peers]\nlisten = "
        + quoted(settings.listen())
        + "\nbootstrap = ["
        + peers
        + "]\n\n"
        + "[api]\nlisten = "
        + quoted(settings.api())
        + "\n\n"
        + "[consensus]\npropose = "
        + settings.propose()
        + "\nblock_interval_millis = "
        + settings.blockIntervalMillis()
        + "\n";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Map<CircuitId, Bytes32> writeDevelopmentKeys() throws IOException {
    KeyCache cache = KeyCache.ofUser(CircuitLibrary.load());
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Map<CircuitId, Bytes32> hashes = new EnumMap<>(CircuitId.class);
    for (CircuitId circuit : CircuitId.values()) {
      try (ProvingKey key = cache.open(circuit)) {
        Files.write(keys.resolve(circuit.circuitName() + ".vk"), key.verifyingKeyBytes());
        hashes.put(circuit, key.verifyingKeyHash());
      }
    }
    return hashes;
  }

  private static List<GenesisCircuit> circuits(Map<CircuitId, Bytes32> hashes) {
    return hashes.entrySet().stream()
        .map(e -> new GenesisCircuit(e.getKey(), e.getValue(), Bytes32.ZERO, 0))
        .sorted(Comparator.comparingInt(c -> c.circuit().id()))
        .toList();
  }

  private static List<Allocation> allocations(List<String> texts) {
    List<Allocation> all = new ArrayList<>();
    for (String text : texts) {
      int split = text.indexOf('=');
      if (split < 0) {
        throw CliException.badInput("--allocate: '" + text + "' is not ACCOUNT=AMOUNT");
      }
      try {
        AccountKey account =
            AccountKey.parse(text.substring(0, split), NetworkKind.DEV.accountPrefix());
        all.add(new Allocation(account, amount("--allocate", text.substring(split + 1))));
      } catch (DecodeException e) {
        throw CliException.badInput("--allocate: " + e.getMessage());
      }
    }
    all.sort(Comparator.comparing(Allocation::account));
    return all;
  }

  private static Amount amount(String option, String text) {
    try {
      return Amount.parse(option, text);
    } catch (DecodeException e) {
      throw CliException.badInput(String.valueOf(e.getMessage()));
    }
  }
}
