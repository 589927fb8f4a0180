package io.nelumbo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Viewing keys from wallet to wallet, without a node. */
class ViewingCommandsTest {
  @TempDir Path folder;
  private String password;

  @BeforeEach
  void password() throws Exception {
    password = Files.writeString(folder.resolve("password"), "one line\nand another").toString();
  }

  private CommandRun wallet(String command, String name, String... more) {
    String[] arguments = new String[6 + more.length];
    String[] head = {
      "wallet", command, "--wallet", folder.resolve(name).toString(), "--password-file", password
    };
    System.arraycopy(head, 0, arguments, 0, 6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return CommandRun.of(arguments);
  }

  @Test
  void exportedKey_makesAWatchOnlyWallet() throws Exception {
    assertThat(wallet("new", "alice").status()).isZero();
    for (String kind : new String[] {"full", "incoming", "outgoing"}) {
      CommandRun export = wallet("export-viewing-key", "alice", "--kind", kind, "--network", "dev");
      assertThat(export.status()).as(export.err()).isZero();
      assertThat(export.out()).startsWith("nlb" + kind.charAt(0));
      Path file = Files.writeString(folder.resolve("key-" + kind), export.out());
      CommandRun made = wallet("import-viewing-key", kind, "--key-file", file.toString());
      assertThat(made.status()).as(made.err()).isZero();
      assertThat(made.out()).contains("cannot spend");
      assertThat(folder.resolve(kind).resolve("wallet.view")).exists();
      assertThat(folder.resolve(kind).resolve("wallet.key")).doesNotExist();
      CommandRun again = wallet("import-viewing-key", kind, "--key-file", file.toString());
      assertThat(again.status()).isEqualTo(2);
      assertThat(again.err()).contains("exists already");
      CommandRun spending = wallet("new", kind);
      assertThat(spending.err()).contains("exists already");
    }
  }

  @Test
  void export_withoutANetwork_saysWhatToDo_andJsonNamesTheFields() {
    assertThat(wallet("new", "alice").status()).isZero();
    CommandRun run = wallet("export-viewing-key", "alice", "--kind", "full");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--network");
    CommandRun json =
        wallet(
            "export-viewing-key", "alice", "--kind", "full", "--network", "production", "--json");
    assertThat(json.out()).contains("\"kind\" : \"full\"").contains("\"viewing_key\" : \"nlbfvk1");
  }
}
