package io.nelumbo.cli;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.prover.Prover;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.chain.Network;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which wallet, and with which password. */
final class WalletOptions {
  @Option(
      names = "--wallet",
      paramLabel = "DIR",
      description = "The wallet's folder (default: $NELUMBO_WALLET, else ~/.nelumbo/wallet).")
  private @Nullable Path folder;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "First line is the password (default: $NELUMBO_PASSWORD, else asked for).")
  private @Nullable Path passwordFile;

  WalletFiles files() {
    if (folder != null) {
      return new WalletFiles(folder);
    }
    String configured = System.getenv("NELUMBO_WALLET");
    return new WalletFiles(
        configured != null && !configured.isBlank()
            ? Path.of(configured)
            : Path.of(System.getProperty("user.home"), ".nelumbo", "wallet"));
  }

  /** The password; the caller wipes it. */
  char[] password(boolean twice) {
    return password(passwordFile, twice);
  }

  /** The password from a file, the environment or the terminal; the caller wipes it. */
  static char[] password(@Nullable Path file, boolean twice) {
    if (file != null) {
      return fromFile(file);
    }
    String configured = System.getenv("NELUMBO_PASSWORD");
    if (configured != null) {
      return configured.toCharArray();
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw CliException.badInput(
          "no terminal to ask for the password: use --password-file or NELUMBO_PASSWORD");
    }
    char[] first = console.readPassword("Password: ");
    if (twice && !Arrays.equals(first, console.readPassword("Again: "))) {
      throw CliException.badInput("the two passwords differ");
    }
    return first == null ? new char[0] : first;
  }

  private static char[] fromFile(Path file) {
    try {
      char[] text = characters(file);
      int end = 0;
      while (end < text.length && text[end] != '\n' && text[end] != '\r') {
        end++;
      }
      char[] line = Arrays.copyOf(text, end);
      Arrays.fill(text, '\0');
      return line;
    } catch (IOException e) {
      throw CliException.badInput(
          "--password-file: " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** A file's UTF-8 text; the caller wipes it. */
  static char[] characters(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    char[] characters = Arrays.copyOf(text.array(), text.limit());
    Arrays.fill(text.array(), '\0');
    Arrays.fill(bytes, (byte) 0);
    return characters;
  }

  /** Everything that an unlocked wallet needs, closed together. */
  static final class Session implements AutoCloseable {
    private final NodeClient client;
    private final Prover prover;
    private final NativeContext context;
    private final Wallet wallet;

    private Session(NodeClient client, Prover prover, NativeContext context, Wallet wallet) {
      this.client = client;
      this.prover = prover;
      this.context = context;
      this.wallet = wallet;
    }

    /** Unlocks a wallet on a node; the client is closed with the session. */
    static Session open(WalletFiles files, char[] password, NodeClient client, ProverOption place)
        throws ChainException {
      ProverOption.Chosen chosen = place.open();
      Prover prover = chosen.prover();
      NativeContext context = NativeContext.open(0);
      NodeChain chain = new NodeChain(client);
      try {
        Wallet wallet =
            Wallet.open(
                files, password, new Wallet.Services(chain, chain, prover, chosen.keys(), context));
        return new Session(client, prover, context, wallet);
      } catch (ChainException | RuntimeException e) {
        context.close();
        prover.close();
        client.close();
        throw e;
      } finally {
        Arrays.fill(password, '\0');
      }
    }

    Wallet wallet() {
      return wallet;
    }

    @Override
    public void close() {
      wallet.close();
      context.close();
      prover.close();
      client.close();
    }
  }

  /** Options of commands that need the chain. */
  static final class OnChain {
    @Mixin private WalletOptions wallet;
    @Mixin private NodeAddress node;
    @Mixin private ProverOption prover;

    /** Unlocks the wallet and scans up to the head, with progress on standard error. */
    Session open() throws ApiException, ConfigException, ChainException {
      Session session =
          Session.open(wallet.files(), wallet.password(false), node.connect(), prover);
      try {
        long start = System.nanoTime();
        session
            .wallet()
            .sync((height, head) -> {
              if (System.nanoTime() - start > 2_000_000_000L) {
                Output.progress("scanned block " + height + " of " + head);
              }
            });
        return session;
      } catch (ChainException | RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }

  /**
   * An asset by its hexadecimal id, by "native", or by "own:N", the wallet's own asset number N.
   */
  static AssetId asset(String text, Wallet wallet) {
    Network network = wallet.network();
    if (text.equals("native")) {
      return network.nativeAsset();
    }
    try {
      if (text.startsWith("own:")) {
        return wallet.assetId(Long.parseUnsignedLong(text.substring(4)));
      }
      return AssetId.parseHex("--asset", text);
    } catch (DecodeException | NumberFormatException e) {
      throw CliException.badInput(
          "--asset: '" + text + "' is not an asset: use native, own:N, or 64 hexadecimal digits");
    }
  }

  static Amount amount(String option, String text) {
    try {
      return Amount.parse(option, text);
    } catch (DecodeException e) {
      throw CliException.badInput(String.valueOf(e.getMessage()));
    }
  }
}
