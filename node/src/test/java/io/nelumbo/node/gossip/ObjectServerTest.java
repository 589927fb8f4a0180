package io.nelumbo.node.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.app.NodeRooms;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/protocol/peers.md 4. */
final class ObjectServerTest {

  private final FakeLink link = new FakeLink("a");
  private final PeerState peer = new PeerState(link, 0);
  private TestNode node;
  private ObjectServer server;

  @BeforeEach
  void startNode() throws Exception {
    node = TestNode.start();
    server = new ObjectServer(NodeRooms.objects(node.ledger, node.mempool), node.metrics);
  }

  @AfterEach
  void stopNode() throws Exception {
    node.close();
  }

  private static Transaction payment() {
    return TxBuilder.payment(
            TestNetwork.PARAMETERS, TestNetwork.rich(1), 0, TestNetwork.rich(8).key(), 5)
        .build();
  }

  private static Message.Get get(InventoryItem... items) {
    return new Message.Get(List.of(items));
  }

  @Test
  void transaction_isServedUntilItIsCommitted() {
    Transaction transaction = payment();
    InventoryItem item = InventoryItem.transaction(transaction.txid().bytes());
    assertThat(node.submit(transaction).accepted()).isTrue();
    assertThat(server.asked(peer, get(item))).isTrue();
    server.serve(peer);
    assertThat(link.take(Message.TransactionBytes.class)).hasSize(1);
    node.extend(transaction);
    assertThat(server.asked(peer, get(item))).isTrue();
    server.serve(peer);
    assertThat(link.take(Message.TransactionBytes.class)).isEmpty();
    assertThat(link.take(Message.NotFound.class))
        .containsExactly(new Message.NotFound(List.of(item)));
  }

  @Test
  void objectNamedTwice_isRefused() {
    InventoryItem item = InventoryItem.block(node.extend().hash().bytes());
    assertThat(server.asked(peer, get(item, item))).isFalse();
    server.serve(peer);
    assertThat(link.sent).isEmpty();
  }

  @Test
  void peerThatDoesNotRead_isServedWhenItReads() {
    Block block = node.extend();
    InventoryItem here = InventoryItem.block(block.hash().bytes());
    InventoryItem unknown = InventoryItem.block(Bytes32.ZERO);
    link.writable = false;
    assertThat(server.asked(peer, get(unknown, here))).isTrue();
    server.asked(peer, new Message.GetBlocks(1, 8));
    server.serve(peer);
    assertThat(peer.toServe).hasSize(2);
    link.writable = true;
    server.serve(peer);
    assertThat(link.take(Message.BlockBytes.class)).hasSize(1);
    assertThat(link.take(Message.NotFound.class))
        .containsExactly(new Message.NotFound(List.of(unknown)));
    assertThat(link.take(Message.Blocks.class)).hasSize(1);
    server.serve(peer);
    assertThat(link.sent).isEmpty();
  }
}
