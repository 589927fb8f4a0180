package io.nelumbo.node.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.Await;
import io.nelumbo.node.LogLines;
import io.nelumbo.node.gossip.Message.Get;
import io.nelumbo.node.gossip.Message.Inventory;
import io.nelumbo.node.gossip.Message.TransactionBytes;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.node.metrics.NodeMetrics.Subject;
import io.nelumbo.node.net.Identities;
import io.nelumbo.node.net.PeerIdentity;
import io.nelumbo.node.net.RawPeer;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Nodes in one process over real TLS sockets, with the real admission and ledger; only signatures
 * and proofs of actions are stand-ins.
 */
final class GossipTest {

  private static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;

  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final Arb arb = Arb.seeded("GossipTest");

  /** What deposits name as their anchor. */
  private Anchor anchor = Anchor.NONE;

  @AfterEach
  void closeAll() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    closing.push(closeable);
    return closeable;
  }

  private TestNode node(Integer... dials) throws Exception {
    return keep(TestNode.start(dials));
  }

  private static void connected(TestNode node, int peers) throws Exception {
    Await.until(peers + " peers", () -> node.gossip.peers().size() == peers);
  }

  private RawPeer peerOf(TestNode node) throws Exception {
    return peerOf(node, Identities.fresh());
  }

  private RawPeer peerOf(TestNode node, PeerIdentity identity) throws Exception {
    int before = node.gossip.peers().size();
    RawPeer peer = keep(RawPeer.connect(node.port(), identity));
    peer.send(
        new Message.Hello(
            new Message.Network(1, NETWORK.chain(), NETWORK.genesisHash()),
            new Message.Tip(0, NETWORK.genesisHash()),
            0,
            "raw"));
    Await.until("the peer", () -> node.gossip.peers().size() > before);
    return peer;
  }

  private static Transaction payment(long nonce) {
    return payment(1, nonce);
  }

  private static Transaction payment(int account, long nonce) {
    return TxBuilder.payment(
            NETWORK, TestNetwork.rich(account), nonce, TestNetwork.rich(8).key(), 5)
        .build();
  }

  private Transaction badProof(int account) {
    Transaction good =
        TxBuilder.deposit(NETWORK, TestNetwork.rich(account), 0, 50, arb).anchor(anchor).build();
    List<ActionAuthorization> actions =
        good.authorization().actions().stream()
            .map(action -> new ActionAuthorization(Proof.of(new byte[192]), action.signature()))
            .toList();
    return new Transaction(
        good.body(), new Authorization(good.authorization().accountSignatures(), actions));
  }

  private static Inventory offer(Transaction transaction) {
    return new Inventory(List.of(InventoryItem.transaction(transaction.txid().bytes())));
  }

  /** Announces, waits for the request and sends the bytes, as an honest peer does. */
  private static void deliver(RawPeer peer, Transaction transaction) throws Exception {
    peer.send(offer(transaction));
    assertThat(peer.read(Get.class).items())
        .containsExactly(InventoryItem.transaction(transaction.txid().bytes()));
    peer.send(new TransactionBytes(transaction.bytes()));
  }

  @Test
  void acceptedTransaction_reachesAPeerOfAPeer() throws Exception {
    TestNode a = node();
    TestNode b = node(a.port());
    TestNode c = node(b.port());
    connected(b, 2);
    Transaction transaction = payment(0);
    assertThat(a.submit(transaction).accepted()).isTrue();
    Await.until("C to have it", () -> c.has(transaction));
    assertThat(b.metrics.announcements(Subject.TRANSACTION)).isEqualTo(1);
    assertThat(c.metrics.announcements(Subject.TRANSACTION)).isZero();
    assertThat(c.mempool.get(transaction.txid()).orElseThrow().transaction().bytes())
        .isEqualTo(transaction.bytes());
  }

  @Test
  void blockAndHead_reachAPeerOfAPeer() throws Exception {
    TestNode a = node();
    TestNode b = node(a.port());
    TestNode c = node(b.port());
    connected(b, 2);
    a.extend(payment(0));
    Await.until("C at height 1", () -> c.height() == 1);
    assertThat(c.head()).isEqualTo(a.head());
    Await.until("A to know B's height", () -> a.gossip.peers().getFirst().headHeight() == 1);
  }

  @Test
  void lateNode_catchesUpOverSeveralBatches() throws Exception {
    TestNode a = node();
    for (int i = 0; i < 300; i++) {
      a.extend();
    }
    TestNode late = node(a.port());
    Await.until("the late node at height 300", () -> late.height() == 300);
    assertThat(late.head()).isEqualTo(a.head());
    assertThat(late.gossip.followsPeers()).isTrue();
    a.extend();
    Await.until("the next block", () -> late.height() == 301);
  }

  @Test
  void newPeer_isToldOfTheMempool() throws Exception {
    TestNode a = node();
    Transaction transaction = payment(0);
    a.submit(transaction);
    TestNode b = node(a.port());
    Await.until("B to have it", () -> b.has(transaction));
  }

  @Test
  void badProof_isNotRelayedAndTheSenderAloneIsBlamed() throws Exception {
    TestNode a = node();
    TestNode b = node(a.port());
    connected(a, 1);
    a.extend();
    Await.until("B at height 1", () -> b.height() == 1);
    anchor = a.ledger.head().noteTreeRoot();
    RawPeer attacker = peerOf(a);
    deliver(attacker, badProof(1));
    Await.until("the verdict", () -> a.metrics.verdicts(Subject.TRANSACTION, "reject") == 1);
    assertThat(a.metrics.verdictsByReason(Subject.TRANSACTION, "reject"))
        .containsExactly(Map.entry("BAD_PROOF", 1L));
    Await.until(
        "the attacker's score",
        () -> a.gossip.peers().stream().anyMatch(peer -> peer.score() == 50));
    assertThat(a.metrics.announcements(Subject.TRANSACTION)).isZero();
    assertThat(a.gossip.peers().stream().filter(peer -> peer.score() == 0)).hasSize(1);
    assertThat(b.mempool.size()).isZero();
  }

  @Test
  void badProofTwice_bansThePeerAndOnlyThisPeer() throws Exception {
    TestNode a = node();
    TestNode b = node(a.port());
    connected(a, 1);
    a.extend();
    anchor = a.ledger.head().noteTreeRoot();
    PeerIdentity identity = Identities.fresh();
    RawPeer attacker = peerOf(a, identity);
    deliver(attacker, badProof(1));
    deliver(attacker, badProof(2));
    assertThat(attacker.closedByPeer()).isTrue();
    assertThat(a.metrics.peersBanned()).isEqualTo(1);
    try (LogLines log = new LogLines("io.nelumbo.node.net");
        RawPeer again = RawPeer.connect(a.port(), identity)) {
      again.send(
          new Message.Hello(
              new Message.Network(1, NETWORK.chain(), NETWORK.genesisHash()),
              new Message.Tip(0, Bytes32.ZERO),
              0,
              "raw"));
      assertThat(again.closedByPeer()).isTrue();
      assertThat(log.containing("is refused for misbehaviour")).hasSize(1);
    }
    Await.until("the honest peer alone", () -> a.gossip.peers().size() == 1);
    assertThat(a.gossip.peers().getFirst().peerId()).isEqualTo(b.identity.peerId());
    peerOf(a).close();
  }

  @Test
  void badCopyOfATransaction_doesNotKeepTheGoodOneOut() throws Exception {
    TestNode a = node();
    a.extend();
    anchor = a.ledger.head().noteTreeRoot();
    Transaction good =
        TxBuilder.deposit(NETWORK, TestNetwork.rich(3), 0, 50, arb).anchor(anchor).build();
    Transaction bad =
        new Transaction(
            good.body(),
            new Authorization(
                good.authorization().accountSignatures(),
                good.authorization().actions().stream()
                    .map(x -> new ActionAuthorization(Proof.of(new byte[192]), x.signature()))
                    .toList()));
    RawPeer attacker = peerOf(a);
    RawPeer honest = peerOf(a);
    deliver(attacker, bad);
    Await.until("the verdict", () -> a.metrics.verdicts(Subject.TRANSACTION, "reject") == 1);
    deliver(honest, good);
    Await.until("the good copy", () -> a.has(good));
  }

  @Test
  void unsolicitedTransaction_costsPointsAndIsNotJudged() throws Exception {
    TestNode a = node();
    RawPeer peer = peerOf(a);
    for (int i = 0; i < 5; i++) {
      peer.send(new TransactionBytes(payment(i + 1, 0).bytes()));
    }
    assertThat(peer.closedByPeer()).isTrue();
    assertThat(a.metrics.verdicts(Subject.TRANSACTION, "accept")).isZero();
    assertThat(a.metrics.peersBanned()).isEqualTo(1);
  }

  @Test
  void oldBlocksWithGoodSignatures_costPointsWhenNobodyAskedForThem() throws Exception {
    TestNode a = node();
    Block old = a.extend(payment(0));
    RawPeer peer = peerOf(a);
    for (int i = 0; i < 5; i++) {
      peer.send(new Message.BlockBytes(old.bytes()));
    }
    assertThat(peer.closedByPeer()).isTrue();
    assertThat(a.metrics.peersBanned()).isEqualTo(1);
    assertThat(a.metrics.verdicts(Subject.BLOCK, "ignore")).isZero();
  }

  @Test
  void answerToARequestThatHasBecomeNeedless_costsNothing() throws Exception {
    TestNode a = node();
    RawPeer peer = peerOf(a);
    Transaction transaction = payment(0);
    peer.send(offer(transaction));
    peer.read(Get.class);
    assertThat(a.submit(transaction).accepted()).isTrue();
    peer.send(new TransactionBytes(transaction.bytes()));
    peer.send(new Message.Ping(7));
    assertThat(peer.read(Message.Pong.class).nonce()).isEqualTo(7);
    assertThat(a.gossip.peers().getFirst().score()).isZero();
  }

  @Test
  void bytesThatAreNoTransaction_banAtOnce() throws Exception {
    TestNode a = node();
    RawPeer peer = peerOf(a);
    peer.send(new TransactionBytes(new byte[300]));
    assertThat(peer.closedByPeer()).isTrue();
    assertThat(a.metrics.peersBanned()).isEqualTo(1);
  }

  @Test
  void malformedFrame_bansAtOnce() throws Exception {
    TestNode a = node();
    RawPeer peer = peerOf(a);
    peer.frame(new byte[] {99});
    assertThat(peer.closedByPeer()).isTrue();
    Await.until("the ban", () -> a.metrics.peersBanned() == 1);
  }

  @Test
  void rejectedBlock_costsPointsAndIsNotRelayed() throws Exception {
    TestNode a = node();
    TestNode b = node(a.port());
    connected(a, 1);
    Block good = TestChain.next(a.ledger, List.of(payment(0)));
    Block bad =
        TestChain.next(a.ledger, List.of(payment(0)), good.header().noteTreeRoot(), Bytes32.ZERO);
    RawPeer peer = peerOf(a);
    InventoryItem item = InventoryItem.block(bad.hash().bytes());
    peer.send(new Inventory(List.of(item)));
    assertThat(peer.read(Get.class).items()).containsExactly(item);
    peer.send(new Message.BlockBytes(bad.bytes()));
    Await.until("the verdict", () -> a.metrics.verdicts(Subject.BLOCK, "reject") == 1);
    Await.until("the score", () -> a.gossip.peers().stream().anyMatch(view -> view.score() == 25));
    assertThat(a.metrics.announcements(Subject.BLOCK)).isZero();
    assertThat(b.height()).isZero();
  }

  @Test
  void requests_areAnsweredOrNotFound() throws Exception {
    TestNode a = node();
    Transaction transaction = payment(0);
    a.submit(transaction);
    Block block = a.extend(transaction);
    RawPeer peer = peerOf(a);
    InventoryItem unknown = InventoryItem.block(Bytes32.ZERO);
    InventoryItem committed = InventoryItem.transaction(transaction.txid().bytes());
    peer.send(new Get(List.of(committed, InventoryItem.block(block.hash().bytes()), unknown)));
    assertThat(peer.read(Message.BlockBytes.class).bytes()).isEqualTo(block.bytes());
    assertThat(peer.read(Message.NotFound.class).items()).containsExactly(committed, unknown);
    peer.send(new Message.GetBlocks(1, 128));
    assertThat(peer.read(Message.Blocks.class).blocks()).containsExactly(block.bytes());
    peer.send(new Message.GetBlocks(-5, 128));
    assertThat(peer.read(Message.Blocks.class).blocks()).isEmpty();
    peer.send(new Message.Ping(9));
    assertThat(peer.read(Message.Pong.class).nonce()).isEqualTo(9);
  }

  @Test
  void withdrawnObjects_costPointsOnceForEachMessage() throws Exception {
    TestNode a = node();
    RawPeer peer = peerOf(a);
    List<InventoryItem> invented =
        List.of(
            InventoryItem.transaction(payment(1, 0).txid().bytes()),
            InventoryItem.transaction(payment(2, 0).txid().bytes()));
    peer.send(new Inventory(invented));
    assertThat(peer.read(Get.class).items()).isEqualTo(invented);
    peer.send(new Message.NotFound(invented));
    Await.until("the score", () -> a.gossip.peers().getFirst().score() == 5);
  }

  @Test
  void getThatNamesAnObjectTwice_bansAtOnce() throws Exception {
    TestNode a = node();
    RawPeer peer = peerOf(a);
    InventoryItem item = InventoryItem.block(a.extend().hash().bytes());
    peer.send(new Get(List.of(item, item)));
    assertThat(peer.closedByPeer()).isTrue();
    assertThat(a.metrics.peersBanned()).isEqualTo(1);
  }

  @Test
  void liarAboutItsHeight_doesNotKeepTheNodeFromCatchingUp() throws Exception {
    TestNode a = node();
    for (int i = 0; i < 3; i++) {
      a.extend(payment(i));
    }
    TestNode b = node();
    RawPeer liar = peerOf(b);
    liar.send(new Message.Head(new Message.Tip(-1, Bytes32.ZERO)));
    liar.read(Message.GetBlocks.class);
    liar.send(new Message.Blocks(List.of()));
    TestNode c = node(a.port(), b.port());
    Await.until("B at height 3", () -> b.height() == 3);
    assertThat(c.head()).isEqualTo(b.head());
  }

  @Test
  void otherGenesis_isRefused() throws Exception {
    TestNode a = node();
    try (LogLines log = new LogLines("io.nelumbo.node.net");
        TestNode other = TestNode.startOn(NetworkParameters.of(TestNetwork.genesis(6)), a.port())) {
      Await.until("a log line", () -> !log.containing("has genesis").isEmpty());
      assertThat(a.gossip.peers()).isEmpty();
      assertThat(other.gossip.peers()).isEmpty();
    }
  }

  @Test
  void closedNode_refusesConnections() throws Exception {
    TestNode a = TestNode.start();
    int port = a.port();
    a.close();
    assertThatThrownBy(() -> RawPeer.connect(port, Identities.fresh()))
        .isInstanceOf(IOException.class);
  }
}
