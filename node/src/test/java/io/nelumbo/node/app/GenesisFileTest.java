package io.nelumbo.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.block.Allocation;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.verifier.kit.TestNetwork;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/protocol/chain.md 1. */
final class GenesisFileTest {

  private static final Genesis GENESIS = TestNetwork.genesis(5);

  @TempDir Path folder;

  @Test
  void read_invertsWrite() throws Exception {
    Path file = folder.resolve(GenesisFile.FILE);
    GenesisFile.write(file, GENESIS);
    assertThat(GenesisFile.read(file)).isEqualTo(GENESIS);
    assertThat(GenesisFile.read(file).hash()).isEqualTo(GENESIS.hash());
  }

  @Test
  void extremes_survive() throws Exception {
    Genesis extreme =
        new Genesis(
            NetworkKind.PRODUCTION,
            -1,
            1,
            Amount.MAX,
            TestNetwork.PROPOSER.key(),
            -1,
            "\"quoted\\\" \n\u0001é",
            List.of(),
            List.of(new Allocation(TestNetwork.rich(1).key(), Amount.MAX)));
    assertThat(GenesisFile.parse("f", GenesisFile.text(extreme))).isEqualTo(extreme);
  }

  @Test
  void hexAccounts_areRead() throws Exception {
    String account = GENESIS.proposer().text("nlbtdev");
    String text = GenesisFile.text(GENESIS).replace(account, GENESIS.proposer().toString());
    assertThat(GenesisFile.parse("f", text)).isEqualTo(GENESIS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind = \"dev\"|kind = \"test\"|f:2:1: kind must be",
        "kind = \"dev\"||f: kind is missing",
        "chain = 7|chain = -7|f:3:1: chain is -7",
        "chain = 7|chain = 4294967296|f:3:1: chain is 4294967296",
        "pool = 1|pool = 0|f:4:1: pool is 0",
        "pool = 1|pool = 2|f:4:1: pool is 2, but the circuits are compiled for pool 1",
        "pool = 1|pool = 255|f:4:1: pool is 255, but the circuits",
        "pool = 1|pool = 256|f:4:1: pool is 256",
        "min_fee = 10|min_fee = \"18446744073709551616\"|f:5:1: min_fee is more than",
        "min_fee = 10|min_fee = 1.5|f:5:1: min_fee must be",
        "proposer = \"|proposer = \"x|f:6:1: proposer must be an account",
        "time = |thyme = |f: time is missing",
        "id = 1|id = 2|circuit[0].id is 2, but transfer-2x2 has 1",
        "name = \"transfer-2x2\"|name = \"other\"|circuit[0].name is 'other'",
        "vk_hash = \"00|vk_hash = \"0|circuit[0].vk_hash must be 64",
        "from_height = 0|from_height = 0~more = 1|circuit[0].more is not known",
        "amount = 1000000|amount = \"18446744073709551615\"|f: allocations sum to 2^64"
      })
  void badText_isRefusedWithThePlace(String from, String to, String message) {
    String replacement = to == null ? "" : to.replace('~', '\n');
    String text = GenesisFile.text(GENESIS).replaceFirst(from, replacement);
    assertThatThrownBy(() -> GenesisFile.parse("f", text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
