package io.nelumbo.cli.demo;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.engine.Engine;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.prover.child.ChildProver;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.chain.ChainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs the demonstration from start to end. */
public final class Demo {
  private final Path folder;
  private final Parts parts;
  private final Consumer<String> out;
  private final Figures figures = new Figures();

  /** A demonstration in an empty folder. */
  public Demo(Path folder, Parts parts, Consumer<String> out) {
    this.folder = folder;
    this.parts = parts;
    this.out = out;
  }

  /** Unlocks a wallet on a node. */
  public interface Open {
    /** Unlocks it. */
    Wallet open(NodeClient client) throws ChainException;
  }

  /**
   * What the composition root gives.
   *
   * @param folders makes data folders
   * @param alice opens her wallet
   * @param bob opens his
   * @param aliceUnderAnotherKey opens hers with a prover under another key
   * @param prover the one of both wallets, in its own process
   */
  public record Parts(
      DataFolders folders, Open alice, Open bob, Open aliceUnderAnotherKey, ChildProver prover) {}

  /**
   * True when everything went as it must; otherwise the deviation and the logs' place have been
   * printed.
   */
  public boolean run(boolean keep)
      throws IOException, ConfigException, ApiException, ChainException, InterruptedException {
    out.accept("Data and logs: " + folder);
    long start = System.nanoTime();
    try (DemoNetwork network = new DemoNetwork(folder)) {
      play(network);
      out.accept("");
      figures.lines().forEach(out);
      out.accept("CPU " + Engine.load().cpuFeatures());
      out.accept("kernel " + Engine.load().kernel());
      out.accept(
          String.format(
              "Everything went as it must, in %.1f s.", (System.nanoTime() - start) / 1e9));
      if (keep) {
        explain(network);
        network.abandon();
        return true;
      }
    } catch (DemoException | ApiException | ChainException e) {
      out.accept("THE DEMONSTRATION FAILED: " + e.getMessage());
      out.accept("Logs of the nodes: " + folder + "/node-*.log");
      return false;
    }
    remove();
    return true;
  }

  private void play(DemoNetwork network)
      throws IOException, ConfigException, ApiException, ChainException, InterruptedException {
    out.accept("Starting three nodes, a - b - c; a makes the blocks ...");
    network.start(parts.folders());
    network
        .nodes()
        .forEach(node ->
            out.accept(
                "  node "
                    + node.name()
                    + ": process "
                    + node.pid()
                    + ", peers on port "
                    + node.ports().peer()
                    + ", API on port "
                    + node.ports().api()));
    for (DemoNode node : network.nodes()) {
      DemoException.require(
          !node.mapsCircuitLibrary(),
          "node " + node.name() + " maps the circuit library; a verifier must not");
    }
    out.accept("  none of them maps the circuit library: they verify and hold no secrets");
    DemoNode c = network.node("c");
    DemoNode b = network.node("b");
    try (Wallet alice = parts.alice().open(c.client());
        Wallet bob = parts.bob().open(b.client())) {
      DemoWallet aliceOnC = new DemoWallet("Alice", alice, c);
      DemoStory story =
          new DemoStory(network, aliceOnC, new DemoWallet("Bob", bob, b), figures, out);
      out.accept("Payments (Alice talks to node c, Bob to node b):");
      story.play();
      out.accept("Attacks, sent to node c:");
      try (Wallet otherKey = parts.aliceUnderAnotherKey().open(c.client())) {
        new Attacks(network, story, aliceOnC, out).run(otherKey);
      }
      out.accept("Faults:");
      Faults faults = new Faults(network, story, figures, out);
      faults.proverDies(parts.prover());
      faults.nodeDies(parts.alice());
    }
  }

  private void explain(DemoNetwork network) {
    out.accept("The network keeps running. Talk to it, for example:");
    for (DemoNode node : network.nodes()) {
      out.accept("  ./nelumbo node status --data " + network.data(node.name()));
    }
    int api = network.node("b").ports().api();
    out.accept("  curl http://127.0.0.1:" + api + "/v1/supply");
    out.accept(
        "  NELUMBO_PASSWORD=demo ./nelumbo wallet balance --wallet "
            + folder
            + "/bob --node 127.0.0.1:"
            + api);
    StringBuilder pids = new StringBuilder();
    network.nodes().forEach(node -> pids.append(' ').append(node.pid()));
    out.accept("Stop it with: kill" + pids);
  }

  private void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        boolean log = path.toString().endsWith(".log");
        if (!log && !(Files.isDirectory(path) && holdsLogs(path))) {
          Files.delete(path);
        }
      }
    }
    out.accept("Cleaned up; the nodes' logs stay in " + folder);
  }

  private static boolean holdsLogs(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    }
  }
}
