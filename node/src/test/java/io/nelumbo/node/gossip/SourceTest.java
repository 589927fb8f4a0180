package io.nelumbo.node.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.admission.AdmissionListener;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.admission.Receipt;
import io.nelumbo.node.app.NodeRooms;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.node.ledger.TestTreeHash;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Two peer ids of one machine are one source, so that it cannot have two shares of anything. */
final class SourceTest {
  private final List<Origin> origins = new ArrayList<>();
  private final StoredLedger ledger =
      StoredLedger.open(new MemoryStore(), TestNetwork.PARAMETERS, new TestTreeHash());
  private final Gossip gossip =
      new Gossip(
          new GossipSettings(7, TestNetwork.PARAMETERS.genesisHash(), "test"),
          NodeRooms.objects(ledger, new Mempool(MempoolLimits.DEFAULT)),
          new Listening(),
          new Gossip.Surroundings(Runnable::run, new NodeMetrics(), Clock.systemUTC()));

  /** Writes down where objects come from, and never answers. */
  private final class Listening implements Admission {
    @Override
    public CompletionStage<Verdict> submitTransaction(byte[] bytes, Origin origin) {
      origins.add(origin);
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Receipt> acknowledgeTransaction(byte[] bytes) {
      throw new AssertionError("gossip acknowledges nothing");
    }

    @Override
    public CompletionStage<Verdict> submitBlock(byte[] bytes, Origin origin) {
      return submitTransaction(bytes, origin);
    }

    @Override
    public void listen(AdmissionListener listener) {}

    @Override
    public void close() {}
  }

  private FakeLink connect(String id) {
    FakeLink link = new FakeLink(id).at("192.0.2.7");
    gossip.connected(link);
    return link;
  }

  @Test
  void transactionsAndBlocks_countToTheAddress() {
    Transaction transaction =
        TxBuilder.payment(
                TestNetwork.PARAMETERS, TestNetwork.rich(1), 0, TestNetwork.rich(2).key(), 5)
            .build();
    Block block = TestChain.next(ledger, List.of());
    FakeLink first = connect("first peer");
    FakeLink second = connect("second peer");
    InventoryItem one = InventoryItem.transaction(transaction.txid().bytes());
    InventoryItem two = InventoryItem.block(block.hash().bytes());
    gossip.received(first, new Message.Inventory(List.of(one)));
    gossip.received(first, new Message.TransactionBytes(transaction.bytes()));
    gossip.received(second, new Message.Inventory(List.of(two)));
    gossip.received(second, new Message.BlockBytes(block.bytes()));
    assertThat(origins).containsExactly(new Origin.Peer("192.0.2.7"), new Origin.Peer("192.0.2.7"));
  }
}
