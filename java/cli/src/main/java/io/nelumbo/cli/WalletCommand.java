package io.nelumbo.cli;

import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.key.AccountKeys;
import io.nelumbo.wallet.key.KeyFile;
import io.nelumbo.wallet.key.Mnemonic;
import java.io.Console;
import java.io.IOException;
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

/** The group of wallet commands; making and restoring wallets needs no node. */
@Command(
    name = "wallet",
    description = "Keeps keys, finds notes, and moves value privately or in the open.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WalletCommand.New.class,
      WalletCommand.Restore.class,
      WalletViewing.Export.class,
      WalletViewing.Import.class,
      WalletReads.Address.class,
      WalletReads.Balance.class,
      WalletReads.History.class,
      WalletReads.Rescan.class,
      WalletSpends.Issue.class,
      WalletSpends.Shield.class,
      WalletSpends.Send.class,
      WalletSpends.Consolidate.class,
      WalletSpends.Unshield.class,
      WalletSpends.Transfer.class
    },
    footer = {
      "",
      "Amounts are whole units. Assets: native, own:N (the wallet's own asset number N), or 64"
          + " hexadecimal digits.",
      "Set NELUMBO_WALLET, NELUMBO_NODE and NELUMBO_PASSWORD to leave the options out."
    })
final class WalletCommand {
  private WalletCommand() {}

  private static int finish(
      Output output, WalletFiles files, Mnemonic mnemonic, boolean showWords) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("wallet", files.folder().toString());
    try (AccountKeys keys = AccountKeys.of(mnemonic, 0)) {
      fields.put("account_dev", keys.account().text(NetworkKind.DEV.accountPrefix()));
      fields.put("account_production", keys.account().text(NetworkKind.PRODUCTION.accountPrefix()));
    }
    if (showWords) {
      fields.put("mnemonic", new String(mnemonic.words()));
    }
    output.print(
        fields,
        () -> {
          Output.line("Wallet made in " + files.folder() + ".");
          Output.line("Transparent account on development networks: " + fields.get("account_dev"));
          Output.line(
              "Transparent account on production networks:  " + fields.get("account_production"));
          if (showWords) {
            Output.line("");
            Output.line(
                "Write these words down; they are the only way to restore the wallet, and whoever"
                    + " has them can spend:");
            Output.line("  " + fields.get("mnemonic"));
          }
        });
    return 0;
  }

  /** Makes a wallet with a fresh mnemonic. */
  @Command(
      name = "new",
      description = "Makes a wallet with a fresh mnemonic of 24 words, encrypted under a password.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet new --wallet ~/nelumbo/alice"})
  static final class New implements Callable<Integer> {
    @Mixin private WalletOptions wallet;
    @Mixin private NetworkOption network;
    @Mixin private Output output;

    @Override
    public Integer call() throws IOException, ConfigException {
      Optional<Network> bound = network.read();
      SecureRandom random = new SecureRandom();
      byte[] entropy = new byte[32];
      random.nextBytes(entropy);
      char[] password = wallet.password(true);
      try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
        wallet.files().create(mnemonic, password, random);
        bound.ifPresent(wallet.files()::bind);
        return finish(output, wallet.files(), mnemonic, true);
      } finally {
        Arrays.fill(entropy, (byte) 0);
        Arrays.fill(password, '\0');
      }
    }
  }

  /** Makes a wallet from words. */
  @Command(
      name = "restore",
      description =
          "Makes a wallet from a mnemonic; the next command that reads the chain finds its notes"
              + " again.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  ./nelumbo wallet restore --wallet ~/nelumbo/alice --mnemonic-file words.txt"
      })
  static final class Restore implements Callable<Integer> {
    @Mixin private WalletOptions wallet;
    @Mixin private NetworkOption network;
    @Mixin private Output output;

    @Option(
        names = "--mnemonic-file",
        paramLabel = "FILE",
        description = "The words; asked for on the terminal when left out.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException, ConfigException {
      Optional<Network> bound = network.read();
      char[] password = wallet.password(true);
      char[] words = words();
      try (Mnemonic mnemonic = Mnemonic.parse(words)) {
        wallet.files().create(mnemonic, password, new SecureRandom());
        bound.ifPresent(wallet.files()::bind);
        return finish(output, wallet.files(), mnemonic, false);
      } finally {
        Arrays.fill(words, '\0');
        Arrays.fill(password, '\0');
      }
    }

    private char[] words() throws IOException {
      if (file != null) {
        return WalletOptions.characters(file);
      }
      Console console = System.console();
      if (console == null || !console.isTerminal()) {
        throw CliException.badInput("no terminal to ask for the mnemonic: use --mnemonic-file");
      }
      char[] words = console.readPassword("Mnemonic (not shown): ");
      return words == null ? new char[0] : words;
    }
  }

  /** The transparent account of a wallet, without a node. */
  static String account(WalletFiles files, char[] password, NetworkKind kind) {
    try (Mnemonic mnemonic = KeyFile.open(files.keyFile(), password);
        AccountKeys keys = AccountKeys.of(mnemonic, 0)) {
      return keys.account().text(kind.accountPrefix());
    }
  }
}
