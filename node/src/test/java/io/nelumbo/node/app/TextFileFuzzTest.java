package io.nelumbo.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Seeded fuzzing of the files that an operator writes: an answer or one clear error, never another.
 */
class TextFileFuzzTest {
  private static final int ROUNDS = Integer.getInteger("nelumbo.fuzz.rounds", 4_000);
  private static final String CONFIG =
      """
      [peers]
      listen = "127.0.0.1:0"
      bootstrap = ["127.0.0.1:1"]
      max_connections = 64
      max_per_address = 8
      [api]
      listen = "127.0.0.1:0"
      allow_remote = false
      max_request_bytes = 1048576
      [consensus]
      propose = false
      proposer_key = "proposer.key"
      block_interval_millis = 1000
      empty_block_interval_millis = 30000
      [verifier]
      threads = 0
      queue = 4096
      [mempool]
      max_transactions = 20000
      """;

  private final Arb arb = Arb.seeded("TextFileFuzzTest");

  @FunctionalInterface
  private interface Reader {
    Object read(String text) throws ConfigException;
  }

  @Test
  void config() throws ConfigException {
    assertThat(NodeConfig.parse("node.toml", CONFIG)).isNotNull();
    fuzz(CONFIG, text -> NodeConfig.parse("node.toml", text));
  }

  @Test
  void genesisFile() {
    fuzz(CONFIG, text -> GenesisFile.parse("genesis.toml", text));
  }

  private void fuzz(String good, Reader reader) {
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = changed(good);
      try {
        reader.read(text);
      } catch (ConfigException e) {
        assertThat(e.getMessage()).isNotBlank().contains(".toml");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private String changed(String good) {
    StringBuilder out = new StringBuilder(good);
    for (int changes = 1 + arb.below(4); changes > 0; changes--) {
      int at = arb.below(Math.max(1, out.length() - 1));
      switch (arb.below(5)) {
        case 0 -> out.setCharAt(at, (char) arb.below(128));
        case 1 -> out.deleteCharAt(at);
        case 2 -> out.insert(at, new String(arb.bytes(3), StandardCharsets.ISO_8859_1));
        case 3 -> out.insert(at, "99999999999999999999");
        default -> out.setLength(Math.max(2, at));
      }
    }
    return out.toString();
  }
}
