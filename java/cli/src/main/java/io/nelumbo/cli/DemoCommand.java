package io.nelumbo.cli;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.cli.demo.DataFolders;
import io.nelumbo.cli.demo.Demo;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.prover.Prover;
import io.nelumbo.prover.child.ChildProver;
import io.nelumbo.prover.child.ChildSettings;
import io.nelumbo.wallet.ProvingKeys;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.key.Mnemonic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demonstration; this class gives it what only the composition root can make. */
@Command(
    name = "demo",
    description = {
      "Runs the whole thing once: three nodes as processes on loopback, two wallets; issue, shield,"
          + " private payment with memo, unshield, supply",
      "audit; then four attacks that must be refused by the first node that sees them; then a"
          + " prover process that is killed inside a proof and a node that is killed with kill -9."
          + " Exit code 0 when everything went as it must."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./nelumbo demo",
      "  ./nelumbo demo --keep --folder /tmp/nelumbo-demo"
    })
final class DemoCommand implements Callable<Integer> {
  private static final char[] PASSWORD = "demo".toCharArray();
  private static final String ALLOCATION = "1000000";

  @Option(
      names = "--keep",
      description = "Leave the network running at the end and print how to talk to it.")
  private boolean keep;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Where data and logs go; it must be empty or missing (default: a new temporary folder).")
  private @Nullable Path folder;

  @Override
  public Integer call()
      throws IOException, ConfigException, ApiException, ChainException, InterruptedException {
    Path place = place();
    WalletFiles alice = wallet(place.resolve("alice"));
    WalletFiles bob = wallet(place.resolve("bob"));
    String account = WalletCommand.account(alice, PASSWORD.clone(), NetworkKind.DEV);
    ChildSettings settings = ChildSettings.ofUser();
    ChildSettings another =
        new ChildSettings(settings.keys(), "another", 0, ChildSettings.Limits.DEFAULT);
    try (NativeContext context = NativeContext.open(0);
        ChildProver prover = new ChildProver(settings);
        ChildProver otherKey = new ChildProver(another)) {
      Demo demo =
          new Demo(
              place,
              new Demo.Parts(
                  new Folders(account),
                  client -> open(alice, client, prover, prover::verifyingKeyHash, context),
                  client -> open(bob, client, prover, prover::verifyingKeyHash, context),
                  client -> openUnderAnotherKey(alice, client, otherKey, context),
                  prover),
              Output::line);
      return demo.run(keep) ? 0 : CliException.REFUSED;
    }
  }

  private Path place() throws IOException {
    if (folder == null) {
      return Files.createTempDirectory("nelumbo-demo-");
    }
    if (Files.exists(folder)) {
      try (var entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw CliException.badInput("--folder: " + folder + " is not empty");
        }
      }
    }
    return Files.createDirectories(folder).toAbsolutePath();
  }

  private static WalletFiles wallet(Path place) {
    SecureRandom random = new SecureRandom();
    byte[] entropy = new byte[32];
    random.nextBytes(entropy);
    WalletFiles files = new WalletFiles(place);
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      files.create(mnemonic, PASSWORD.clone(), random);
    }
    return files;
  }

  /** Data folders of a network on which one account begins with everything. */
  private record Folders(String account) implements DataFolders {
    private static final int BLOCK_INTERVAL_MILLIS = 500;

    @Override
    public void create(Path data) throws IOException, ConfigException {
      new NodeFolder(data)
          .createNetwork(
              new NodeFolder.NewNetwork("demo", 7761, "10", List.of(account + "=" + ALLOCATION)),
              settings(List.of(), true));
    }

    @Override
    public void join(Path data, Path genesis, String peer) throws IOException, ConfigException {
      new NodeFolder(data).join(genesis, settings(List.of(peer), false));
    }

    private static NodeFolder.Settings settings(List<String> peers, boolean propose) {
      return new NodeFolder.Settings(
          "127.0.0.1:0", "127.0.0.1:0", peers, propose, BLOCK_INTERVAL_MILLIS);
    }
  }

  private static Wallet open(
      WalletFiles files, NodeClient client, Prover prover, ProvingKeys keys, NativeContext context)
      throws ChainException {
    NodeChain chain = new NodeChain(client);
    return Wallet.open(
        files, PASSWORD.clone(), new Wallet.Services(chain, chain, prover, keys, context));
  }

  /** The attacker's wallet does not object to its proving key. */
  private static Wallet openUnderAnotherKey(
      WalletFiles files, NodeClient client, Prover prover, NativeContext context)
      throws ChainException {
    Map<CircuitId, Bytes32> named = new NodeChain(client).network().verifyingKeys();
    return open(
        files, client, prover, circuit -> named.getOrDefault(circuit, Bytes32.ZERO), context);
  }
}
