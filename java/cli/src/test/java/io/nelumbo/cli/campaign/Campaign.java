package io.nelumbo.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.v1.BlockInfo;
import io.nelumbo.cli.CampaignParts;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.node.app.ChainTools;
import io.nelumbo.node.app.GenesisFile;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TreeHash;
import io.nelumbo.node.store.RocksStore;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.StateKey;
import io.nelumbo.wallet.WalletFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Three nodes, each killed again and again until there were enough kills of all together. */
final class Campaign implements AutoCloseable {
  private static final String RICHES = "100000000";
  private static final int WINDOW = 12;

  private final Path folder;
  private final int kills;
  private final long endNanos;
  private final Tally tally = new Tally();
  private final List<CampaignNode> nodes = new ArrayList<>();
  private final PointQueue queue;
  private final Map<Long, String> commitments = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final WalletFiles wallet;
  private final NetworkParameters parameters;
  private final Promises promises;
  private final Traffic traffic;

  /**
   * How much.
   *
   * @param minutes the kills until then have to do
   */
  record Extent(int kills, long minutes) {}

  /**
   * Makes the nodes.
   *
   * @param unsynced what may become of unsynced bytes, drawn anew for each process
   */
  Campaign(Path folder, Extent extent, List<Unsynced> unsynced, long seed) throws Exception {
    this.folder = folder;
    kills = extent.kills;
    endNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(extent.minutes);
    Random random = new Random(seed);
    queue = new PointQueue(random, unsynced);
    wallet = CampaignParts.wallet(folder.resolve("wallet"));
    List<Integer> ports = freePorts(6);
    for (int i = 0; i < 3; i++) {
      init(i, ports);
      nodes.add(new CampaignNode(name(i), data(i), ports.get(2 * i)));
    }
    parameters = NetworkParameters.of(GenesisFile.read(data(0).resolve(GenesisFile.FILE)));
    promises = new Promises(nodes);
    traffic = new Traffic(parameters, promises);
  }

  private static String name(int index) {
    return List.of("a", "b", "c").get(index);
  }

  private Path data(int index) {
    return folder.resolve("node-" + name(index));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = new ArrayList<>();
    for (ServerSocket socket : sockets) {
      ports.add(socket.getLocalPort());
      socket.close();
    }
    return ports;
  }

  private void init(int index, List<Integer> ports) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "node",
                "init",
                "--data",
                data(index).toString(),
                "--api",
                "127.0.0.1:" + ports.get(2 * index),
                "--listen",
                "127.0.0.1:" + ports.get(2 * index + 1),
                "--block-interval",
                "150"));
    if (index == 0) {
      arguments.add("--dev");
      allocate(arguments, CampaignParts.account(wallet));
      for (int number = 1; number <= Traffic.ACCOUNTS; number++) {
        allocate(arguments, Traffic.account(number).key().text(NetworkKind.DEV.accountPrefix()));
      }
    } else {
      arguments.addAll(List.of("--genesis", data(0).resolve(GenesisFile.FILE).toString()));
      for (int other = 0; other < index; other++) {
        arguments.addAll(List.of("--peer", "127.0.0.1:" + ports.get(2 * other + 1)));
      }
    }
    assertThat(CampaignParts.run(arguments.toArray(String[]::new))).isZero();
  }

  private static void allocate(List<String> arguments, String account) {
    arguments.addAll(List.of("--allocate", account + "=" + RICHES));
  }

  /** Runs everything and returns the numbers of the end. */
  Tally.End run() throws Exception {
    traffic.start(wallet, nodes.get(1));
    List<Thread> killers = new ArrayList<>();
    for (CampaignNode node : nodes) {
      killers.add(Thread.ofPlatform().start(() -> killAgainAndAgain(node)));
    }
    for (Thread killer : killers) {
      killer.join();
    }
    failIfAny();
    promises.stop();
    traffic.join();
    failIfAny();
    return settle();
  }

  private void killAgainAndAgain(CampaignNode node) {
    try {
      while (failures.isEmpty() && !timeIsUp() && tally.begin(kills)) {
        live(node);
      }
      node.start(new CampaignNode.Fate(KillPoint.SIGNAL, 1, Unsynced.KEPT));
      if (!restarted(node)) {
        throw new AssertionError("node " + node.name() + " ended by itself; see " + node.log());
      }
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  /** One life of a process: from its start to its kill, and a look at what it left. */
  private void live(CampaignNode node) throws Exception {
    CampaignNode.Fate fate = queue.next();
    node.start(fate);
    int status = node.awaitEnd(restarted(node) ? queue.patienceMillis(fate.point()) : 0);
    if (status < 0) {
      // A point that was not reached in time, as one of the journal on an idle node; it may still
      // be reached before the signal arrives.
      status = node.kill();
    }
    assertThat(status)
        .as("end of node %s; see %s", node.name(), node.log())
        .isIn(fate.point().status(), KillPoint.SIGNAL.status());
    // It may have reached its point at the moment of the signal: what counts is how it ended.
    KillPoint reached = status == fate.point().status() ? fate.point() : KillPoint.SIGNAL;
    if (reached != fate.point()) {
      queue.again(fate.point());
    }
    tally.killed(reached);
    new Remains(node, parameters)
        .missing(promises.acknowledgedBy(node))
        .ifPresent(missing -> {
          throw new AssertionError(
              "node "
                  + node.name()
                  + " "
                  + missing
                  + ", killed at "
                  + reached
                  + " with unsynced "
                  + fate.unsynced());
        });
  }

  /** Waits for the API, checks the node and lets traffic at it; false when it ended before. */
  private boolean restarted(CampaignNode node) throws Exception {
    long begun = System.nanoTime();
    if (!node.awaitReady()) {
      return false;
    }
    tally.restarted(
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), node.processorMillis());
    try {
      promises.check(node);
      checkState(node);
    } catch (ApiException e) {
      // It ended while it was asked; its next life is asked again.
      return true;
    }
    node.open();
    return true;
  }

  /** The same block and state at each height on every node, and a supply that adds up. */
  private void checkState(CampaignNode node) throws ApiException {
    long head = node.status().getHead().getHeight();
    assertThat(node.client().supply().getBalanced()).as("supply on %s", node.name()).isTrue();
    for (long height = Math.max(1, head - WINDOW); height <= head; height++) {
      BlockInfo block = node.client().blockAt(height);
      String found = block.getHash() + " " + block.getStateCommitment();
      String known = commitments.putIfAbsent(height, found);
      assertThat(found)
          .as("block %d on %s", height, node.name())
          .isEqualTo(known == null ? found : known);
    }
  }

  boolean timeIsUp() {
    return System.nanoTime() > endNanos;
  }

  private void failIfAny() {
    if (!failures.isEmpty()) {
      System.err.println("failed after " + tally.total() + " kills");
      throw new AssertionError("the campaign failed; folders and logs: " + folder, failures.peek());
    }
  }

  /** Waits until the nodes agree, and looks into their stores once they have stopped. */
  private Tally.End settle() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    List<String> acknowledged = promises.acknowledged();
    while (!agree()) {
      assertThat(System.nanoTime()).as("the nodes do not agree").isLessThan(deadline);
      Thread.sleep(200);
    }
    for (CampaignNode node : nodes) {
      checkState(node);
      for (String txid : acknowledged) {
        assertThat(Promises.find(node, txid))
            .as("%s on %s", txid, node.name())
            .isEqualTo(Promises.Found.BLOCK);
      }
    }
    for (CampaignNode node : nodes) {
      node.stop();
    }
    List<Nullifier> spent = promises.spent();
    List<ChainTools.Whole> stores = new ArrayList<>();
    for (CampaignNode node : nodes) {
      checkNullifiers(node, spent);
      try (ChainTools tools = ChainTools.openReadOnly(node.data())) {
        stores.add(tools.verify(folder, height -> {}));
      }
    }
    assertThat(stores).extracting(ChainTools.Whole::head).containsOnly(stores.getFirst().head());
    return new Tally.End(
        acknowledged.size(), promises.shielded(), spent.size(), stores.getFirst().head().height());
  }

  private boolean agree() throws ApiException {
    String first = nodes.getFirst().status().getHead().getHash();
    for (CampaignNode node : nodes) {
      if (!node.status().getHead().getHash().equals(first)
          || node.client().status().getMempoolTransactions() > 0) {
        return false;
      }
    }
    return true;
  }

  private void checkNullifiers(CampaignNode node, List<Nullifier> spent) {
    try (StoredLedger ledger =
        StoredLedger.open(
            RocksStore.openReadOnly(node.data().resolve("chain")), parameters, TreeHash.ENGINE)) {
      for (Nullifier nullifier : spent) {
        assertThat(ledger.state(StateKey.nullifier(parameters.pool(), nullifier)))
            .as("nullifier %s on %s", nullifier, node.name())
            .isNotNull();
      }
    }
  }

  Tally tally() {
    return tally;
  }

  @Override
  public void close() {
    promises.stop();
    traffic.close();
    nodes.forEach(CampaignNode::close);
  }
}
