package io.nelumbo.node.app;

import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.NetworkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Reads the verifying keys of a network from the data folder; their hashes are checked later. */
final class VerifyingKeyFiles {

  private static final long MAX_BYTES = 1 << 20;

  /**
   * SHA-256 of the development verifying keys of this and of every earlier version: the list only
   * grows.
   */
  static final Set<String> DEVELOPMENT_KEYS =
      Set.of(
          "5d0fd4ae27a9594a54511ee56a7d8d31d1f47c859de77cbc260212b836af24e8",
          "6c3700638cd31787688de288c148f4569045720cd0ce0df0455df3ac0452d022",
          "2b9ff5e22709b46acfac1035594d2ae17d4712cf80b6f9571c8f7746dc88d54f");

  private VerifyingKeyFiles() {}

  static Map<CircuitId, byte[]> read(DataDirectory directory, Genesis genesis)
      throws ConfigException {
    Map<CircuitId, byte[]> keys = new EnumMap<>(CircuitId.class);
    for (GenesisCircuit rule : genesis.circuits()) {
      refuseDevelopmentKey(directory, genesis, rule);
      keys.put(rule.circuit(), read(directory.verifyingKey(rule.circuit().circuitName())));
    }
    return keys;
  }

  /**
   * A key without a ceremony's transcript is an UNSAFE-DEV key, and so is one of the keys that this
   * software makes itself, whatever transcript is claimed for it (docs/protocol/keys.md 10).
   */
  private static void refuseDevelopmentKey(
      DataDirectory directory, Genesis genesis, GenesisCircuit rule) throws ConfigException {
    if (genesis.kind() != NetworkKind.PRODUCTION) {
      return;
    }
    boolean known = DEVELOPMENT_KEYS.contains(rule.verifyingKeyHash().toString());
    if (known || rule.transcriptHash().isZero()) {
      throw new ConfigException(
          directory.genesis()
              + ": circuit "
              + rule.circuit().circuitName()
              + " has an UNSAFE-DEV key ("
              + (known ? "its vk_hash is that of a development key" : "its transcript_hash is zero")
              + "), but kind is \"production\"; use keys from a ceremony, or kind = \"dev\"");
    }
  }

  private static byte[] read(Path path) throws ConfigException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new ConfigException(path + ": is too large for a verifying key");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new ConfigException(
          path + ": the verifying key cannot be read; copy it from the network's files", e);
    }
  }
}
