package io.nelumbo.cli;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.key.AccountKeys;
import io.nelumbo.wallet.key.KeyFile;
import io.nelumbo.wallet.key.Mnemonic;
import io.nelumbo.wallet.key.ViewingKeyFile;
import io.nelumbo.wallet.key.ViewingKeys;
import io.nelumbo.wallet.key.ViewingKind;
import io.nelumbo.wallet.store.WalletStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Handing out viewing keys, and making wallets of them that only watch. */
final class WalletViewing {
  private WalletViewing() {}

  /** Export. */
  @Command(
      name = "export-viewing-key",
      description = {
        "Prints a viewing key of the wallet. It cannot spend; whoever has it sees what it shows,"
            + " for ever:",
        "full: what was received, spent and sent, and change; incoming: what was received from"
            + " others; outgoing: what was sent to others."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet export-viewing-key --kind incoming"})
  static final class Export implements Callable<Integer> {
    @Mixin private WalletOptions wallet;
    @Mixin private Output output;

    @Option(
        names = "--kind",
        required = true,
        description = "One of: ${COMPLETION-CANDIDATES} (in any case).")
    private ViewingKind kind;

    @Option(
        names = "--network",
        description =
            "Kind of network: ${COMPLETION-CANDIDATES} (default: that of the wallet's network).")
    private @Nullable NetworkKind network;

    @Override
    public Integer call() {
      NetworkKind networkKind = networkKind(wallet.files());
      char[] password = wallet.password(false);
      try (Mnemonic mnemonic = KeyFile.open(wallet.files().keyFile(), password);
          AccountKeys keys = AccountKeys.of(mnemonic, 0);
          ViewingKeys key = keys.viewingKey(kind)) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("kind", kind.word());
        fields.put("viewing_key", key.text(networkKind));
        output.print(fields, () -> Output.line(fields.get("viewing_key")));
      } finally {
        Arrays.fill(password, '\0');
      }
      return 0;
    }

    private NetworkKind networkKind(WalletFiles files) {
      if (network != null) {
        return network;
      }
      if (!Files.exists(files.store())) {
        throw unbound();
      }
      try (WalletStore store = WalletStore.open(files.store())) {
        return store.network().map(Network::kind).orElseThrow(Export::unbound);
      }
    }

    private static CliException unbound() {
      return CliException.badInput(
          "the wallet has not seen a network yet: say --network dev or --network production");
    }
  }

  /** Import. */
  @Command(
      name = "import-viewing-key",
      description =
          "Makes a wallet that only watches, from a viewing key, encrypted under a password of its"
              + " own.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  ./nelumbo wallet import-viewing-key --wallet ~/nelumbo/watch --key-file key.txt"
      })
  static final class Import implements Callable<Integer> {
    @Mixin private WalletOptions wallet;
    @Mixin private NetworkOption network;
    @Mixin private Output output;

    @Option(
        names = "--key-file",
        required = true,
        paramLabel = "FILE",
        description = "The viewing key's text.")
    private Path file;

    @Override
    public Integer call() throws IOException, ConfigException {
      Optional<Network> bound = network.read();
      char[] text = WalletOptions.characters(file);
      char[] password = wallet.password(true);
      try {
        ViewingKeyFile.Opened key = parse(new String(text).strip());
        try (ViewingKeys keys = key.keys()) {
          wallet.files().createWatchOnly(key, password, new SecureRandom());
          bound.ifPresent(wallet.files()::bind);
          String folder = wallet.files().folder().toString();
          output.print(
              Map.of("wallet", folder, "kind", keys.kind().word()),
              () ->
                  Output.line(
                      "Wallet made in "
                          + folder
                          + "; it watches with the "
                          + keys.kind().word()
                          + " viewing key and cannot spend."));
        }
      } finally {
        Arrays.fill(text, '\0');
        Arrays.fill(password, '\0');
      }
      return 0;
    }

    private static ViewingKeyFile.Opened parse(String text) {
      try {
        return ViewingKeys.parse(text);
      } catch (DecodeException e) {
        throw CliException.badInput("--key-file: " + e.getMessage());
      }
    }
  }
}
