package io.nelumbo.node.gossip;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.admission.AdmissionLimits;
import io.nelumbo.node.admission.NodeAdmission;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.app.NodeRooms;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.node.ledger.TestTreeHash;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.node.net.Identities;
import io.nelumbo.node.net.NetSettings;
import io.nelumbo.node.net.NettyPeerTransport;
import io.nelumbo.node.net.PeerIdentity;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node without API and consensus: real gossip, transport, admission and ledger, in memory. */
public final class TestNode implements AutoCloseable {

  public final NetworkParameters network;
  public final PeerIdentity identity = Identities.fresh();
  public final NodeMetrics metrics = new NodeMetrics();
  public final StoredLedger ledger;
  public final Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
  public final NodeAdmission admission;
  public final Gossip gossip;
  public final NettyPeerTransport transport;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  private TestNode(NetworkParameters network, List<Integer> dials) throws IOException {
    this.network = network;
    ledger = StoredLedger.open(new MemoryStore(), network, new TestTreeHash());
    admission =
        new NodeAdmission(
            new NodeAdmission.Rooms(
                ledger,
                mempool,
                new TransactionVerifier(new StandInChecks(), NodeRooms.listener(metrics))),
            AdmissionLimits.DEFAULT,
            NodeRooms.meter(metrics));
    gossip =
        new Gossip(
            new GossipSettings(network.chain(), network.genesisHash(), "test"),
            NodeRooms.objects(ledger, mempool),
            admission,
            new Gossip.Surroundings(executor, metrics, Clock.systemUTC()));
    admission.listen(gossip);
    List<String> bootstrap = new ArrayList<>();
    dials.forEach(port -> bootstrap.add("127.0.0.1:" + port));
    transport =
        new NettyPeerTransport(
            identity,
            NetSettings.of(
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                bootstrap,
                new NetSettings.Limits(16, 16)),
            metrics,
            Clock.systemUTC(),
            new Random(1));
    transport.start(gossip, executor);
    executor.scheduleWithFixedDelay(gossip::tick, 50, 50, TimeUnit.MILLISECONDS);
  }

  /** A node of the test network that dials others on loopback. */
  public static TestNode start(Integer... ports) throws IOException {
    return new TestNode(TestNetwork.PARAMETERS, List.of(ports));
  }

  public static TestNode startOn(NetworkParameters network, Integer... ports) throws IOException {
    return new TestNode(network, List.of(ports));
  }

  public int port() {
    return transport.port();
  }

  /** Submits a transaction as this node's own API does. */
  public Verdict submit(Transaction transaction) {
    return admission
        .submitTransaction(transaction.bytes(), Origin.LOCAL)
        .toCompletableFuture()
        .join();
  }

  /** Makes the next block, with these transactions, the head. */
  public Block extend(Transaction... body) {
    Block block = TestChain.next(ledger, List.of(body));
    Verdict verdict =
        admission.submitBlock(block.bytes(), Origin.LOCAL).toCompletableFuture().join();
    if (!verdict.accepted()) {
      throw new AssertionError("own block: " + verdict);
    }
    return block;
  }

  public boolean has(Transaction transaction) {
    return mempool.contains(transaction.txid());
  }

  public Bytes32 head() {
    return ledger.head().hash().bytes();
  }

  public long height() {
    return ledger.height();
  }

  @Override
  public void close() throws InterruptedException {
    transport.close();
    executor.shutdown();
    executor.awaitTermination(5, TimeUnit.SECONDS);
    admission.close();
    ledger.close();
  }
}
