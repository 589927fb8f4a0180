package io.nelumbo.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeConfigTest {

  @Test
  void empty_givesDefaultsOnLoopback() {
    NodeConfig config = NodeConfig.defaults();
    assertThat(config.api().listen().getAddress().isLoopbackAddress()).isTrue();
    assertThat(config.api().listen().getPort()).isZero();
    assertThat(config.peers().listen().orElseThrow().getPort()).isZero();
    assertThat(config.consensus().propose()).isFalse();
  }

  @Test
  void everyKey_isRead() throws Exception {
    NodeConfig config =
        NodeConfig.parse(
            "node.toml",
            """
            [peers]
            listen = "[::1]:9000"
            bootstrap = ["127.0.0.1:9001", "node.example:9002", "[::1]:9003"]
            max_connections = 3
            max_per_address = 2
            [api]
            listen = "0.0.0.0:8080"
            allow_remote = true
            max_request_bytes = 100000
            [consensus]
            propose = true
            proposer_key = "k"
            block_interval_millis = 20
            empty_block_interval_millis = 40
            [verifier]
            threads = 2
            queue = 9
            [mempool]
            max_transactions = 5
            """);
    assertThat(config.peers().bootstrap()).hasSize(3);
    assertThat(config.peers().maxConnections()).isEqualTo(3);
    assertThat(config.consensus().blockInterval()).isEqualTo(Duration.ofMillis(20));
    assertThat(config.verifier().queue()).isEqualTo(9);
    assertThat(config.mempoolTransactions()).isEqualTo(5);
  }

  @Test
  void emptyListen_meansNobodyDials() throws Exception {
    assertThat(NodeConfig.parse("f", "[peers]\nlisten = \"\"").peers().listen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[peers]~listne = '127.0.0.1:1'|f:2:1: peers.listne is not known",
        "[peer]|f:1:1: peer is not known",
        "x = 1|f:1:1: x is not known",
        "[peers]~max_connections = '3'|f:2:1: peers.max_connections must be a whole number",
        "[peers]~max_connections = 0|f:2:1: peers.max_connections is 0",
        "[peers]~bootstrap = 'a:1'|f:2:1: peers.bootstrap must be a list",
        "[peers]~bootstrap = [1]|f:2:1: peers.bootstrap must be a list",
        "[peers]~bootstrap = ['a']|f:2:1: peers.bootstrap holds 'a'",
        "[peers]~bootstrap = ['a:0']|f:2:1: peers.bootstrap holds 'a:0'",
        "[peers]~bootstrap = ['a:70000']|f:2:1: peers.bootstrap holds",
        "[peers]~listen = 5|f:2:1: peers.listen must be text",
        "[peers]~listen = '127.0.0.1'|f:2:1: peers.listen is '127.0.0.1'",
        "[api]~listen = '0.0.0.0:1'|f:2:1: api.listen is not a loopback address",
        "[api]~allow_remote = 1|f:2:1: api.allow_remote must be true or false",
        "[consensus]~propose = 'yes'|f:2:1: consensus.propose must be true or false",
        "api = 3|f:1:1: api must be a table",
        "[api|f:1:",
        "[api]~listen = |f:2:"
      })
  void badText_isRefusedWithThePlace(String text, String message) {
    assertThatThrownBy(() -> NodeConfig.parse("f", text.replace('~', '\n')))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("\n");
  }

  /** The parser of the library fails an assertion at a control character in such a comment. */
  @Test
  void textAtWhichTheParserFails_isRefused() throws Exception {
    assertThat(NodeConfig.parse("f", "[peers]#\n")).isNotNull();
    assertThatThrownBy(() -> NodeConfig.parse("f", "[peers]#\u0001\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("f: is not TOML")
        .hasMessageNotContaining("\n");
  }
}
