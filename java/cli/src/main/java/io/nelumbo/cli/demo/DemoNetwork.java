package io.nelumbo.cli.demo;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.v1.Counters;
import io.nelumbo.node.app.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Three nodes in a row, a - b - c: what c learns first must pass through b to reach a, which makes
 * the blocks.
 */
final class DemoNetwork implements AutoCloseable {
  private final List<DemoNode> nodes = new ArrayList<>();
  private final Path folder;

  DemoNetwork(Path folder) {
    this.folder = folder;
  }

  void start(DataFolders folders)
      throws IOException, ConfigException, ApiException, InterruptedException {
    folders.create(data("a"));
    nodes.add(DemoNode.start("a", data("a"), log("a")));
    for (String name : List.of("b", "c")) {
      String peer = "127.0.0.1:" + nodes.getLast().ports().peer();
      folders.join(data(name), data("a").resolve("genesis.toml"), peer);
      nodes.add(DemoNode.start(name, data(name), log(name)));
    }
    for (DemoNode node : nodes) {
      int links = node.name().equals("b") ? 2 : 1;
      node.await("a connection to its peers", client -> client.status().getPeers() >= links);
    }
  }

  Path data(String name) {
    return folder.resolve("node-" + name);
  }

  private Path log(String name) {
    return folder.resolve("node-" + name + ".log");
  }

  List<DemoNode> nodes() {
    return nodes;
  }

  DemoNode node(String name) {
    return nodes.stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  /** Ends the last node with SIGKILL; the network goes on without it. */
  void killLast() throws InterruptedException {
    nodes.removeLast().kill();
  }

  /** Starts a node again on its data folder; it dials the peers that it was made with. */
  DemoNode startAgain(String name)
      throws IOException, ConfigException, ApiException, InterruptedException {
    DemoNode node = DemoNode.start(name, data(name), log(name));
    nodes.add(node);
    return node;
  }

  List<Counters> counters() throws ApiException {
    List<Counters> all = new ArrayList<>();
    for (DemoNode node : nodes) {
      all.add(node.client().counters());
    }
    return all;
  }

  void abandon() {
    nodes.forEach(DemoNode::abandon);
    nodes.clear();
  }

  @Override
  public void close() {
    nodes.reversed().forEach(DemoNode::close);
  }
}
