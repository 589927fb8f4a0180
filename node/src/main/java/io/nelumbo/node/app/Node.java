package io.nelumbo.node.app;

import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.Engine;
import io.nelumbo.engine.EngineException;
import io.nelumbo.node.admission.AdmissionLimits;
import io.nelumbo.node.admission.AdmissionListener;
import io.nelumbo.node.admission.CrashLog;
import io.nelumbo.node.admission.NodeAdmission;
import io.nelumbo.node.consensus.ProposerKey;
import io.nelumbo.node.consensus.SoloEngine;
import io.nelumbo.node.consensus.SoloSettings;
import io.nelumbo.node.gossip.Gossip;
import io.nelumbo.node.gossip.GossipSettings;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.ledger.LedgerException;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolJournal;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.node.net.NetSettings;
import io.nelumbo.node.net.NettyPeerTransport;
import io.nelumbo.node.net.PeerIdentity;
import io.nelumbo.node.rpc.ApiExtension;
import io.nelumbo.node.rpc.ApiRooms;
import io.nelumbo.node.rpc.ApiServer;
import io.nelumbo.node.rpc.ConnectedPeer;
import io.nelumbo.node.rpc.NodeInfo;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.EngineChecks;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.TransactionVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of a network: opens the data folder, puts the rooms together, starts them from the inside
 * out and stops them in the opposite order. It verifies; it holds no secrets but its identity and,
 * on the proposer, the key that signs blocks.
 */
public final class Node implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final String VERSION = "0.1.0";

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final List<ApiExtension> extensions;
  private Ports ports = new Ports(0, 0);

  private Node(List<ApiExtension> extensions) {
    this.extensions = extensions;
  }

  /**
   * Starts a node with the {@code node.toml} of its data folder, or the defaults if there is none.
   *
   * @throws ConfigException in one line, when a file, port, key or library cannot be used; nothing
   *     runs then and nothing was changed
   */
  public static Node start(Path dataFolder) throws ConfigException {
    return start(dataFolder, List.of());
  }

  /** As {@link #start(Path)}, with services of others in the node's API. */
  public static Node start(Path dataFolder, List<ApiExtension> extensions) throws ConfigException {
    Path file = dataFolder.resolve(NodeConfig.FILE);
    NodeConfig config = Files.exists(file) ? NodeConfig.read(file) : NodeConfig.defaults();
    return new Node(extensions).started(dataFolder, config, Media.SYSTEM);
  }

  /** Starts a node with settings made by the caller. */
  public static Node start(Path dataFolder, NodeConfig config) throws ConfigException {
    return start(dataFolder, config, Media.SYSTEM);
  }

  /** Starts a node whose data is on media of the caller's choice. */
  public static Node start(Path dataFolder, NodeConfig config, Media media) throws ConfigException {
    return new Node(List.of()).started(dataFolder, config, media);
  }

  private Node started(Path dataFolder, NodeConfig config, Media media) throws ConfigException {
    try {
      startAll(dataFolder, config, media);
      return this;
    } catch (ConfigException e) {
      close();
      throw e;
    } catch (IOException
        | EngineException
        | LedgerException
        | StoreException
        | IllegalArgumentException e) {
      close();
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private void startAll(Path dataFolder, NodeConfig config, Media media)
      throws ConfigException, IOException {
    DataDirectory directory = keep(DataDirectory.open(dataFolder));
    Genesis genesis = readGenesis(directory);
    PeerIdentity identity = NodeIdentity.loadOrCreate(directory.peerKey());
    NetworkParameters parameters = NetworkParameters.of(genesis);
    NodeMetrics metrics = new NodeMetrics();
    Meters meters = new Meters(metrics);
    EngineChecks checks =
        keep(
            EngineChecks.open(
                parameters,
                VerifyingKeyFiles.read(directory, genesis),
                config.verifier().threads()));
    TransactionVerifier verifier = new TransactionVerifier(checks, meters);
    Ledger ledger = keep(ChainFolder.openLedger(directory, media, parameters));
    Mempool mempool = new Mempool(mempoolLimits(config));
    MempoolJournal journal = keep(MempoolJournal.open(media.disk(), directory.mempoolJournal()));
    AdmissionLimits limits = admissionLimits(config);
    CrashLog crashes =
        keep(CrashLog.open(media.disk(), directory.crashLog(), limits.workers() + 1));
    NodeAdmission admission =
        keep(
            new NodeAdmission(
                new NodeAdmission.Rooms(ledger, mempool, journal, Optional.of(crashes), verifier),
                limits,
                meters));
    admission.listen(new FailureListener());
    Chain chain = new Chain(ledger, mempool, admission);
    gauges(metrics, chain);
    keep(JournalReplay.start(journal, admission, this::failed));
    Peers peers = startPeers(config, identity, chain, metrics);
    SoloEngine engine = consensus(config, directory, chain, verifier);
    NodeInfo info =
        new NodeInfo(
            VERSION,
            Engine.load().kernel(),
            Engine.load().buildInfo(),
            identity.peerId(),
            engine.proposes(),
            genesis.kind() == NetworkKind.DEV ? 1 : 10);
    ApiServer api = startApi(config, info, chain, peers, metrics);
    keep(engine).start(this::failed);
    ports = new Ports(peers.transport().port(), api.port());
    ports.write(directory.ports());
    log.info(
        "node {} of network {} serves peers on port {} and the API on port {}, height {}",
        identity.peerId().substring(0, 8),
        genesis.name(),
        ports.peer(),
        ports.api(),
        Long.toUnsignedString(ledger.height()));
  }

  /** The rooms that hold the chain. */
  private record Chain(Ledger ledger, Mempool mempool, NodeAdmission admission) {}

  /** The rooms that talk to peers. */
  private record Peers(NettyPeerTransport transport, Gossip gossip) {}

  private static Genesis readGenesis(DataDirectory directory) throws ConfigException {
    if (!Files.exists(directory.genesis())) {
      throw new ConfigException(
          directory.genesis() + ": is missing; copy the genesis file of the network there");
    }
    return GenesisFile.read(directory.genesis());
  }

  private Peers startPeers(
      NodeConfig config, PeerIdentity identity, Chain chain, NodeMetrics metrics)
      throws IOException {
    NetworkParameters parameters = chain.ledger().parameters();
    GossipThread thread = keep(new GossipThread(this::failed));
    Gossip gossip =
        new Gossip(
            new GossipSettings(parameters.chain(), parameters.genesisHash(), "nelumbo/" + VERSION),
            new ChainObjects(chain.ledger(), chain.mempool()),
            chain.admission(),
            new Gossip.Surroundings(thread, metrics, Clock.systemUTC()));
    chain.admission().listen(gossip);
    NettyPeerTransport transport =
        keep(
            new NettyPeerTransport(
                identity,
                NetSettings.of(
                    config.peers().listen(),
                    config.peers().bootstrap(),
                    new NetSettings.Limits(
                        config.peers().maxConnections(), config.peers().maxPerAddress())),
                metrics,
                Clock.systemUTC(),
                new SecureRandom()));
    transport.start(gossip, thread);
    gossip.listeningOn(transport.port());
    thread.every(gossip::tick);
    metrics.gauge("peers", "Connected peers", () -> gossip.peers().size());
    return new Peers(transport, gossip);
  }

  private static SoloEngine consensus(
      NodeConfig config, DataDirectory directory, Chain chain, TransactionVerifier verifier)
      throws IOException {
    NodeConfig.Consensus settings = config.consensus();
    Optional<ProposerKey> key =
        settings.propose()
            ? Optional.of(ProposerKey.read(directory.root().resolve(settings.proposerKey())))
            : Optional.empty();
    return new SoloEngine(
        new SoloEngine.Rooms(chain.ledger(), chain.mempool(), chain.admission(), verifier),
        new SoloSettings(settings.blockInterval(), settings.emptyBlockInterval()),
        key,
        Clock.systemUTC());
  }

  private ApiServer startApi(
      NodeConfig config, NodeInfo info, Chain chain, Peers peers, NodeMetrics metrics)
      throws IOException {
    ApiRooms rooms =
        new ApiRooms(
            chain.ledger(),
            chain.mempool(),
            chain.admission(),
            metrics,
            new ApiRooms.Network(() -> connected(peers.gossip()), peers.transport()::port));
    return keep(
        ApiServer.start(
            new ApiServer.Settings(
                config.api().listen(),
                config.api().maxRequestBytes(),
                peers.gossip()::followsPeers,
                extensions),
            info,
            rooms));
  }

  private static List<ConnectedPeer> connected(Gossip gossip) {
    return gossip.peers().stream()
        .map(peer ->
            new ConnectedPeer(
                peer.peerId(),
                peer.address(),
                peer.outbound(),
                peer.headHeight(),
                peer.score(),
                peer.agent()))
        .toList();
  }

  private static void gauges(NodeMetrics metrics, Chain chain) {
    metrics.gauge("head_height", "Height of the head", chain.ledger()::height);
    metrics.gauge("mempool_transactions", "Waiting transactions", chain.mempool()::size);
    metrics.gauge("mempool_bytes", "Bytes of waiting transactions", chain.mempool()::bytes);
  }

  private static MempoolLimits mempoolLimits(NodeConfig config) {
    MempoolLimits defaults = MempoolLimits.DEFAULT;
    return new MempoolLimits(config.mempoolTransactions(), defaults.bytes(), defaults.perSource());
  }

  private static AdmissionLimits admissionLimits(NodeConfig config) {
    AdmissionLimits defaults = AdmissionLimits.DEFAULT;
    return new AdmissionLimits(
        defaults.workers(),
        new AdmissionLimits.Queue(config.verifier().queue(), defaults.transactions().bytes()),
        defaults.batch(),
        defaults.blocks(),
        defaults.rememberedVerdicts(),
        defaults.deferred());
  }

  private <T extends AutoCloseable> T keep(T room) {
    running.push(room);
    return room;
  }

  /** Hears when admission cannot go on. */
  private final class FailureListener implements AdmissionListener {
    @Override
    public void failed(Throwable cause) {
      Node.this.failed(cause);
    }
  }

  private void failed(Throwable thrown) {
    // Who waited for a verdict gets admission's failure wrapped.
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    String message = cause.getMessage();
    failure.complete(message == null || cause instanceof Error ? cause.toString() : message);
  }

  /**
   * Waits until the node cannot go on, because its disk or its state failed; the caller then closes
   * it and ends with an error.
   *
   * @return what happened, in one line
   */
  public String awaitFailure() throws InterruptedException {
    try {
      return failure.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a failure is a value here", e);
    }
  }

  /** The ports in use. */
  public Ports ports() {
    return ports;
  }

  /** Stops everything and unlocks the data folder; closing twice is a no-op. */
  @Override
  public synchronized void close() {
    while (!running.isEmpty()) {
      AutoCloseable room = running.pop();
      try {
        room.close();
      } catch (Exception e) {
        log.warn("{} did not stop cleanly", room.getClass().getSimpleName(), e);
      }
    }
  }
}
