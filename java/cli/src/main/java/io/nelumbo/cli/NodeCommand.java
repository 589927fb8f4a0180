package io.nelumbo.cli;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.api.v1.NodeStatus;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.node.app.GenesisFile;
import io.nelumbo.node.app.Node;
import io.nelumbo.node.app.Ports;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.chain.ChainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The group of node commands. */
@Command(
    name = "node",
    description =
        "Makes a node's data folder, runs a node, asks one how it is, checks and copies its chain.",
    mixinStandardHelpOptions = true,
    subcommands = {
      NodeCommand.Init.class,
      NodeCommand.Run.class,
      NodeCommand.Status.class,
      NodeStoreCommands.VerifyStore.class,
      NodeStoreCommands.Export.class,
      NodeStoreCommands.Import.class
    })
final class NodeCommand {

  /** Makes a data folder. */
  @Command(
      name = "init",
      description = {
        "Makes a data folder: of the first node of a new development network (--dev), or of a node"
            + " that joins one (--genesis).",
        "Development networks use UNSAFE-DEV proving keys, whose secrets are public: value on them"
            + " is worth nothing."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  ./nelumbo node init --data a --dev --api 127.0.0.1:8720 --listen 127.0.0.1:8721"
            + " --allocate nlbtdev1...=1000000",
        "  ./nelumbo node init --data b --genesis a/genesis.toml --peer 127.0.0.1:8721"
      })
  static final class Init implements Callable<Integer> {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description = "The folder; it must not hold a node yet.")
    private Path data;

    @Option(
        names = "--dev",
        description = "A new development network; this node proposes its blocks.")
    private boolean dev;

    @Option(
        names = "--genesis",
        paramLabel = "FILE",
        description = "Join the network of this genesis file.")
    private @Nullable Path genesis;

    @Option(
        names = "--name",
        defaultValue = "nelumbo-dev",
        description = "Name of a new network (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
        names = "--chain",
        defaultValue = "7761",
        description = "Chain id of a new network (default: ${DEFAULT-VALUE}).")
    private int chain;

    @Option(
        names = "--allocate",
        paramLabel = "ACCOUNT=AMOUNT",
        description = "Native units that an account begins with; may be repeated.")
    private List<String> allocations = List.of();

    @Option(
        names = "--min-fee",
        defaultValue = "10",
        description = "Least fee of a new network (default: ${DEFAULT-VALUE}).")
    private String minFee;

    @Option(
        names = "--api",
        defaultValue = "127.0.0.1:0",
        description = "Where the API listens (default: ${DEFAULT-VALUE}, a free port).")
    private String api;

    @Option(
        names = "--listen",
        defaultValue = "127.0.0.1:0",
        description = "Where peers are accepted (default: ${DEFAULT-VALUE}, a free port).")
    private String listen;

    @Option(
        names = "--peer",
        paramLabel = "HOST:PORT",
        description = "A peer to keep dialling; may be repeated.")
    private List<String> peers = List.of();

    @Option(
        names = "--block-interval",
        defaultValue = "1000",
        paramLabel = "MILLIS",
        description = "Pause between blocks (default: ${DEFAULT-VALUE}).")
    private int blockInterval;

    @Mixin private Output output;

    @Override
    public Integer call() throws IOException, ConfigException {
      if (dev == (genesis != null)) {
        throw CliException.badInput(
            "give either --dev (a new network) or --genesis FILE (join one)");
      }
      NodeFolder folder = new NodeFolder(data);
      NodeFolder.Settings settings =
          new NodeFolder.Settings(api, listen, peers, dev, blockInterval);
      String hash =
          genesis == null
              ? folder.createNetwork(
                  new NodeFolder.NewNetwork(name, chain, minFee, allocations), settings)
              : folder.join(genesis, settings);
      output.print(
          Map.of("data", data.toString(), "genesis_hash", hash),
          () -> {
            Output.line("Data folder " + data + " is ready; genesis hash " + hash + ".");
            Output.line("Run it with: ./nelumbo node run --data " + data);
          });
      return 0;
    }
  }

  /** Runs a node until it is told to stop. */
  @Command(
      name = "run",
      description = {
        "Runs a node in the foreground until it gets SIGTERM or SIGINT. Ports in use stand in"
            + " DIR/ports.json.",
        "With --wallet it also hosts that wallet for its operator, under /v1/wallet of its API,"
            + " which then must listen on loopback. Callers send the token in DIR/wallet.token;"
            + " proofs are made in a process of their own."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  ./nelumbo node run --data a",
        "  ./nelumbo node run --data a --wallet ~/nelumbo/alice --password-file secret",
        "  curl -H \"authorization: Bearer $(cat a/wallet.token)\""
            + " http://127.0.0.1:8720/v1/wallet/balance"
      })
  static final class Run implements Callable<Integer> {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description = "The node's data folder.")
    private Path data;

    @Option(
        names = "--wallet",
        paramLabel = "WALLET",
        description = "Folder of a wallet to host; it is unlocked while the node runs.")
    private @Nullable Path wallet;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description =
            "First line is the wallet's password (default: $NELUMBO_PASSWORD, else asked for).")
    private @Nullable Path passwordFile;

    @Override
    public Integer call() throws ConfigException, IOException, ApiException, ChainException {
      if (!Files.isRegularFile(data.resolve(GenesisFile.FILE))) {
        throw CliException.badInput(
            "--data: "
                + data
                + " has no genesis.toml; make a data folder with: ./nelumbo node init --data "
                + data);
      }
      if (wallet == null) {
        if (passwordFile != null) {
          throw CliException.badInput("--password-file: goes with --wallet");
        }
        return run(Node.start(data), () -> {});
      }
      // Asked for before the node starts, so that nobody waits at a prompt for a running node.
      char[] password = WalletOptions.password(passwordFile, false);
      try (HostedWallet hosted = new HostedWallet(data)) {
        Node node = Node.start(data, List.of(hosted.extension()));
        try {
          hosted.open(new WalletFiles(wallet), password, node.ports().api());
        } catch (ApiException | ChainException | RuntimeException e) {
          node.close();
          throw e;
        }
        Output.line("Wallet " + wallet + " is open; callers need the token in " + hosted.token());
        return run(node, hosted);
      } finally {
        Arrays.fill(password, '\0');
      }
    }

    /** Waits for the end of a node, and closes it and what depends on it. */
    private static int run(Node node, AutoCloseable guest) {
      Thread main = Thread.currentThread();
      Thread stop =
          new Thread(
              () -> {
                main.interrupt();
                closeQuietly(guest);
                node.close();
              },
              "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      Ports ports = node.ports();
      Output.line(
          "Node runs: peers on port "
              + ports.peer()
              + ", API on port "
              + ports.api()
              + ". Stop with Ctrl-C.");
      String failure;
      try {
        failure = node.awaitFailure();
      } catch (InterruptedException e) {
        Output.line("Node stopped.");
        return 0;
      }
      node.close();
      throw CliException.refused("the node stopped: " + failure);
    }

    private static void closeQuietly(AutoCloseable guest) {
      try {
        guest.close();
      } catch (Exception e) {
        Output.progress("the wallet did not close cleanly: " + e.getMessage());
      }
    }
  }

  /** Asks a node. */
  @Command(
      name = "status",
      description = "Prints what a running node says of itself.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  ./nelumbo node status --data a",
        "  ./nelumbo node status --node 127.0.0.1:8720 --json"
      })
  static final class Status implements Callable<Integer> {
    @Mixin private NodeAddress node;
    @Mixin private Output output;

    @Override
    public Integer call() throws ApiException, ConfigException {
      try (NodeClient client = node.connect()) {
        NodeStatus status = client.status();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("network", status.getNetwork());
        fields.put("kind", status.getKind());
        fields.put("chain", Integer.toUnsignedLong(status.getChain()));
        fields.put("genesis_hash", status.getGenesisHash());
        fields.put("height", status.getHead().getHeight());
        fields.put("head_hash", status.getHead().getHash());
        fields.put("peers", status.getPeers());
        fields.put("mempool_transactions", status.getMempoolTransactions());
        fields.put("min_fee", status.getMinFee());
        fields.put("proposing", status.getProposing());
        fields.put("kernel", status.getKernel());
        fields.put("version", status.getVersion());
        fields.put("peer_id", status.getPeerId());
        output.print(
            fields, () -> fields.forEach((k, v) -> Output.line(String.format("%-22s %s", k, v))));
      }
      return 0;
    }
  }
}
