package io.nelumbo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nelumbo.node.app.Node;
import io.nelumbo.node.app.NodeConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands on a node's chain: exit codes, and what they print. */
class NodeStoreCommandsTest {
  @TempDir Path folder;

  private record Run(int status, String out, String err) {
    JsonNode json() throws Exception {
      return new ObjectMapper().readTree(out);
    }
  }

  private static Run run(String... arguments) {
    CommandLine line = Main.commandLine();
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err));
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      return new Run(line.execute(arguments), out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(before);
    }
  }

  private String aNodeThatRan() throws Exception {
    String data = folder.resolve("a").toString();
    assertThat(run("node", "init", "--data", data, "--dev").status()).isZero();
    Path config = folder.resolve("a").resolve(NodeConfig.FILE);
    Files.writeString(config, Files.readString(config) + "empty_block_interval_millis = 20\n");
    try (Node node = Node.start(folder.resolve("a"))) {
      while (!run("node", "status", "--data", data).out().matches("(?s).*height +[2-9].*")) {
        Thread.sleep(20);
      }
      assertThat(node.ports().api()).isPositive();
    }
    return data;
  }

  @Test
  void aChainIsCheckedExportedAndImported() throws Exception {
    String data = aNodeThatRan();
    Run whole = run("node", "verify-store", "--data", data, "--json");
    assertThat(whole.status()).as(whole.err()).isZero();
    assertThat(whole.json().get("whole").asBoolean()).isTrue();
    long height = whole.json().get("height").asLong();
    assertThat(height).isGreaterThan(1);
    String file = folder.resolve("chain.nlb").toString();
    assertThat(run("node", "export", "--data", data, file).status()).isZero();
    assertThat(run("node", "export", "--data", data, file).err()).contains("exists already");
    String copy = folder.resolve("b").toString();
    String genesis = folder.resolve("a").resolve("genesis.toml").toString();
    assertThat(run("node", "init", "--data", copy, "--genesis", genesis).status()).isZero();
    Run early = run("node", "verify-store", "--data", copy);
    assertThat(early.status()).isEqualTo(2);
    assertThat(early.err()).contains("has no chain yet");
    Run imported = run("node", "import", "--data", copy, file, "--json");
    assertThat(imported.status()).as(imported.err()).isZero();
    assertThat(imported.json().get("added").asLong()).isEqualTo(height);
    assertThat(imported.json().get("state_commitment"))
        .isEqualTo(whole.json().get("state_commitment"));
    assertThat(run("node", "verify-store", "--data", copy).out())
        .contains("whole")
        .contains("true");
  }

  @Test
  void damageIsExitCodeOneWithThePlace() throws Exception {
    String data = aNodeThatRan();
    Path journal = folder.resolve("a").resolve("mempool.journal");
    byte[] bytes = Files.readAllBytes(journal);
    bytes[9] ^= 1;
    Files.write(journal, bytes);
    Run damaged = run("node", "verify-store", "--data", data, "--json");
    assertThat(damaged.status()).isEqualTo(1);
    assertThat(damaged.json().get("whole").asBoolean()).isFalse();
    assertThat(damaged.json().get("damage").asText())
        .contains("mempool.journal is damaged at byte 0");
    assertThat(run("node", "verify-store", "--data", data).out()).startsWith("DAMAGED: ");
    Path file = Files.writeString(folder.resolve("no.nlb"), "no export at all");
    Run refused = run("node", "import", "--data", data, file.toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out()).contains("no.nlb").contains("is not an export of a chain");
    assertThat(run("node", "import", "--data", data, "missing").status()).isEqualTo(2);
  }
}
