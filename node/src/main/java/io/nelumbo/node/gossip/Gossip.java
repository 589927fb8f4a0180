package io.nelumbo.node.gossip;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.admission.AdmissionListener;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.gossip.InventoryItem.Kind;
import io.nelumbo.node.gossip.Message.Tip;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.verifier.Verdict;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells peers what this node has found valid, and asks them for what it lacks
 * (docs/protocol/peers.md 3 to 5).
 *
 * <p><b>Verify before relay</b>: an object is announced only from {@link AdmissionListener}, so
 * only after this node's own verdict on it was ACCEPT. Nothing else in this class sends an
 * inventory.
 *
 * <p><b>Threads</b>: everything but {@link #admits}, {@link #localHello}, {@link #refusal} and
 * {@link #peers} runs on one executor, one task after another. Admission is asked without waiting.
 */
public final class Gossip implements PeerEvents, AdmissionListener {

  private static final Logger log = LoggerFactory.getLogger(Gossip.class);

  private static final int MAX_SEEN = 65_536;
  private static final long PING_AFTER_MILLIS = 30_000;
  private static final long DEAD_AFTER_MILLIS = 90_000;

  private final GossipSettings settings;
  private final ObjectSource source;
  private final Admission admission;
  private final Executor executor;
  private final NodeMetrics metrics;
  private final Clock clock;
  private final Scores scores;
  private final Misconduct misconduct;
  private final ObjectServer server;
  private final Requests requests;
  private final CatchUp catchUp;
  private final Announcer announcer;
  private final Patience patience;
  private final Map<PeerLink, PeerState> peers = new LinkedHashMap<>();

  /** Objects that were accepted here, so that they are not asked for again. */
  private final BoundedSet<InventoryItem> accepted = new BoundedSet<>(MAX_SEEN);

  private volatile List<PeerState> snapshot = List.of();
  private volatile int listeningPort;

  /**
   * @param executor runs one task at a time, in order
   */
  public Gossip(
      GossipSettings settings, ObjectSource source, Admission admission, Surroundings around) {
    this.settings = settings;
    this.source = source;
    this.admission = admission;
    this.executor = around.executor();
    this.metrics = around.metrics();
    this.clock = around.clock();
    this.scores = new Scores(clock);
    this.misconduct = new Misconduct(scores, metrics, peers::values);
    this.server = new ObjectServer(source, metrics);
    this.announcer = new Announcer(metrics);
    this.patience = new Patience(source);
    this.requests =
        new Requests(
            peer -> misconduct.blame(peer, Offence.TIMEOUT, "did not answer a request in time"));
    this.catchUp = new CatchUp(source, admission, executor, new CatchUpEvents());
  }

  /**
   * What gossip runs in.
   *
   * @param executor runs one task at a time, in order
   */
  public record Surroundings(Executor executor, NodeMetrics metrics, Clock clock) {}

  /** Says to peers on which port this node can be dialled; 0 for none. */
  public void listeningOn(int port) {
    listeningPort = port;
  }

  /** The connected peers. Any thread may ask. */
  public List<PeerView> peers() {
    return snapshot.stream()
        .map(peer ->
            new PeerView(
                peer.link.peerId(),
                peer.link.address(),
                peer.link.outbound(),
                peer.headHeight,
                scores.points(Scores.keyOf(peer.link)),
                peer.link.hello().agent()))
        .toList();
  }

  /** Whether no peer has reported a height more than one above this node's. Any thread may ask. */
  public boolean followsPeers() {
    long height = source.head().height();
    return snapshot.stream()
        .allMatch(peer -> Long.compareUnsigned(peer.headHeight, height + 1) <= 0);
  }

  @Override
  public boolean admits(String addressGroup) {
    return !scores.banned(addressGroup);
  }

  @Override
  public Message.Hello localHello() {
    return new Message.Hello(settings.network(), source.head(), listeningPort, settings.agent());
  }

  @Override
  public Optional<String> refusal(String peerId, Message.Hello remote) {
    Message.Network ours = settings.network();
    Message.Network theirs = remote.network();
    if (theirs.protocol() != ours.protocol()) {
      return Optional.of("speaks protocol " + theirs.protocol() + ", this node " + ours.protocol());
    }
    if (theirs.chain() != ours.chain()) {
      return Optional.of(
          "is on chain "
              + Integer.toUnsignedString(theirs.chain())
              + ", this node on "
              + Integer.toUnsignedString(ours.chain()));
    }
    if (!theirs.genesisHash().equals(ours.genesisHash())) {
      return Optional.of(
          "has genesis " + theirs.genesisHash() + ", this node " + ours.genesisHash());
    }
    return scores.banned(peerId) ? Optional.of("is refused for misbehaviour") : Optional.empty();
  }

  @Override
  public void connected(PeerLink link) {
    PeerState peer = new PeerState(link, clock.millis());
    peers.put(link, peer);
    snapshot = List.copyOf(peers.values());
    log.info(
        "peer {} at {} connected, height {}",
        peer.shortId(),
        link,
        Long.toUnsignedString(peer.headHeight));
    List<InventoryItem> waiting =
        source.mempool(MessageCodec.MAX_ITEMS).stream().map(InventoryItem::transaction).toList();
    announcer.announce(peer, waiting);
    catchUp.consider(peers.values(), clock.millis());
  }

  @Override
  public void disconnected(PeerLink link) {
    PeerState peer = peers.remove(link);
    if (peer == null) {
      return;
    }
    peer.connected = false;
    snapshot = List.copyOf(peers.values());
    log.info("peer {} at {} is gone", peer.shortId(), link);
    long now = clock.millis();
    requests.disconnected(peer, now);
    catchUp.disconnected(peer, now);
    afterEvent(now);
  }

  @Override
  public void malformed(PeerLink link, String problem) {
    PeerState peer = peers.get(link);
    if (peer != null) {
      misconduct.blame(peer, Offence.MALFORMED, "sent a malformed message: " + problem);
    }
  }

  @Override
  public void received(PeerLink link, Message message) {
    PeerState peer = peers.get(link);
    if (peer == null) {
      return;
    }
    long now = clock.millis();
    peer.lastHeardMillis = now;
    switch (message) {
      case Message.Inventory inventory -> inventory(peer, inventory.items(), now);
      case Message.Get get -> {
        if (!server.asked(peer, get)) {
          misconduct.blame(peer, Offence.MALFORMED, "asked twice for one object in one message");
        }
      }
      case Message.TransactionBytes transaction -> transaction(peer, transaction.bytes(), now);
      case Message.BlockBytes block -> block(peer, block.bytes(), now);
      case Message.GetBlocks get -> server.asked(peer, get);
      case Message.Blocks blocks -> {
        if (!catchUp.arrived(peer, blocks.blocks(), now)) {
          misconduct.blame(peer, Offence.UNSOLICITED, "sent blocks that were not asked for");
        }
      }
      case Message.Head head -> peer.headHeight = head.tip().height();
      case Message.Ping ping -> link.send(new Message.Pong(ping.nonce()));
      case Message.Pong pong -> {}
      case Message.NotFound missing -> notFound(peer, missing.items(), now);
      case Message.Hello hello -> misconduct.blame(peer, Offence.MALFORMED, "sent a second hello");
    }
    afterEvent(now);
  }

  private void inventory(PeerState peer, List<InventoryItem> items, long now) {
    for (InventoryItem item : items) {
      peer.known.add(item.id());
      if (!accepted.contains(item) && !source.has(item)) {
        requests.announced(item, peer, now);
      }
    }
  }

  /**
   * A peer that lost many objects at once is blamed once, and one that is ahead of this node not at
   * all, since the objects may be in its chain.
   */
  private void notFound(PeerState peer, List<InventoryItem> items, long now) {
    boolean ahead = Long.compareUnsigned(peer.headHeight, source.head().height()) > 0;
    boolean withdrawn = false;
    for (InventoryItem item : items) {
      boolean announced = requests.notFound(item, peer, now);
      withdrawn |= announced && !ahead && !accepted.contains(item) && !source.has(item);
    }
    if (withdrawn) {
      misconduct.blame(peer, Offence.WITHDRAWN, "does not have what it announced");
    }
  }

  private void transaction(PeerState peer, byte[] bytes, long now) {
    InventoryItem item;
    try {
      item = InventoryItem.transaction(Transaction.parse(bytes).txid().bytes());
    } catch (DecodeException e) {
      misconduct.blame(
          peer, Offence.MALFORMED, "sent bytes that are no transaction: " + e.getMessage());
      return;
    }
    if (!expected(peer, item, now)) {
      return;
    }
    admission
        .submitTransaction(bytes, new Origin.Peer(Scores.keyOf(peer.link)))
        .whenCompleteAsync((verdict, failure) -> judged(peer, item, verdict, failure), executor);
  }

  private void block(PeerState peer, byte[] bytes, long now) {
    InventoryItem item;
    try {
      item = InventoryItem.block(Block.parse(bytes).hash().bytes());
    } catch (DecodeException e) {
      misconduct.blame(peer, Offence.MALFORMED, "sent bytes that are no block: " + e.getMessage());
      return;
    }
    if (!expected(peer, item, now)) {
      return;
    }
    admission
        .submitBlock(bytes, new Origin.Peer(Scores.keyOf(peer.link)))
        .whenCompleteAsync((verdict, failure) -> judged(peer, item, verdict, failure), executor);
  }

  /**
   * Whether an object is to be judged. A late answer is no offence, and is of use if no other peer
   * has answered or is being asked. What was not asked for is an offence even if this node has it:
   * old blocks carry good signatures, and each costs its reading.
   */
  private boolean expected(PeerState peer, InventoryItem item, long now) {
    if (requests.arrived(item, peer, now)) {
      return true;
    }
    if (!peer.late.remove(item)) {
      misconduct.blame(
          peer, Offence.UNSOLICITED, "sent a " + name(item) + " that was not asked for");
      return false;
    }
    return !accepted.contains(item) && !requests.contains(item) && !source.has(item);
  }

  private void judged(
      PeerState peer, InventoryItem item, @Nullable Verdict verdict, @Nullable Throwable failure) {
    long now = clock.millis();
    if (verdict == null) {
      log.warn("{} {} could not be judged: {}", name(item), item.id(), String.valueOf(failure));
      requests.judged(item, peer, Requests.After.FORGET, now);
      return;
    }
    requests.judged(item, peer, Requests.After.of(verdict), now);
    if (verdict instanceof Verdict.Reject reject) {
      misconduct.rejected(peer, name(item) + " " + item.id(), reject);
    }
    afterEvent(now);
  }

  /** Called by admission; see the class comment on relay. */
  @Override
  public void transactionAccepted(Transaction transaction, Origin origin) {
    InventoryItem item = InventoryItem.transaction(transaction.txid().bytes());
    executor.execute(() -> relay(item));
  }

  /** Called by admission; see the class comment on relay. */
  @Override
  public void blockCommitted(Block block, Origin origin) {
    InventoryItem item = InventoryItem.block(block.hash().bytes());
    Tip tip = new Tip(block.header().height(), item.id());
    executor.execute(() -> relay(item, tip));
  }

  private void relay(InventoryItem item) {
    accepted.add(item);
    requests.satisfied(item, clock.millis());
    peers.values().forEach(peer -> announcer.announce(peer, List.of(item)));
  }

  /** A peer that is ahead of the block, while this node catches up, has no use for it. */
  private void relay(InventoryItem item, Tip tip) {
    accepted.add(item);
    requests.satisfied(item, clock.millis());
    for (PeerState peer : peers.values()) {
      if (Long.compareUnsigned(peer.headHeight, tip.height()) <= 0) {
        announcer.announce(peer, List.of(item));
        peer.link.send(new Message.Head(tip));
      }
    }
    patience.blockCommitted();
  }

  /** Time passes; called several times a second on the executor. */
  public void tick() {
    long now = clock.millis();
    requests.tick(now);
    catchUp.tick(now);
    for (PeerState peer : List.copyOf(peers.values())) {
      if (now - peer.lastHeardMillis > DEAD_AFTER_MILLIS) {
        peer.link.close("silent");
      } else if (now - Math.max(peer.lastHeardMillis, peer.lastPingMillis) > PING_AFTER_MILLIS) {
        peer.lastPingMillis = now;
        peer.link.send(new Message.Ping(now));
      }
    }
    afterEvent(now);
  }

  private void afterEvent(long now) {
    if (!patience.waits(peers.values(), requests.wantsBlock(), now)) {
      catchUp.consider(peers.values(), now);
    }
    for (PeerState peer : peers.values()) {
      peer.flush(now);
      server.serve(peer);
    }
  }

  private final class CatchUpEvents implements CatchUp.Events {
    @Override
    public void offence(PeerState peer, Offence offence, String what) {
      misconduct.blame(peer, offence, what);
    }

    @Override
    public void rejectedBlock(PeerState peer, Verdict.Reject verdict) {
      misconduct.rejected(peer, "a block", verdict);
    }

    @Override
    public void idle() {
      afterEvent(clock.millis());
    }
  }

  private static String name(InventoryItem item) {
    return item.kind() == Kind.TRANSACTION ? "transaction" : "block";
  }
}
