package io.nelumbo.node.app;

import io.nelumbo.node.admission.AdmissionMeter;
import io.nelumbo.node.gossip.ObjectSource;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.verifier.VerifierListener;

/** Parts of the wiring for tests in other packages. */
public final class NodeRooms {

  private NodeRooms() {}

  public static ObjectSource objects(Ledger ledger, Mempool mempool) {
    return new ChainObjects(ledger, mempool);
  }

  public static AdmissionMeter meter(NodeMetrics metrics) {
    return new Meters(metrics);
  }

  public static VerifierListener listener(NodeMetrics metrics) {
    return new Meters(metrics);
  }
}
