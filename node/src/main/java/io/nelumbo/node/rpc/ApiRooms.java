package io.nelumbo.node.rpc;

import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.metrics.NodeMetrics;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What the API reads and writes. */
public record ApiRooms(
    Ledger ledger, Mempool mempool, Admission admission, NodeMetrics metrics, Network network) {

  /** The node among its peers. */
  public record Network(Supplier<List<ConnectedPeer>> peers, IntSupplier peerPort) {}
}
