package io.nelumbo.node.rpc;

import io.nelumbo.api.v1.Circuit;
import io.nelumbo.api.v1.Counters;
import io.nelumbo.api.v1.NodeStatus;
import io.nelumbo.api.v1.Peer;
import io.nelumbo.api.v1.PeerList;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.node.metrics.NodeMetrics.Subject;
import io.nelumbo.verifier.NetworkParameters;

/** Answers about the node itself. Safe for use by several threads. */
final class NodeQueries {

  private final NodeInfo info;
  private final ApiRooms rooms;

  NodeQueries(NodeInfo info, ApiRooms rooms) {
    this.info = info;
    this.rooms = rooms;
  }

  NodeStatus status() {
    NetworkParameters parameters = rooms.ledger().parameters();
    Genesis genesis = parameters.genesis();
    NodeStatus.Builder status =
        NodeStatus.newBuilder()
            .setVersion(info.version())
            .setNetwork(genesis.name())
            .setKind(genesis.kind() == NetworkKind.DEV ? "dev" : "production")
            .setChain(parameters.chain())
            .setGenesisHash(parameters.genesisHash().toString())
            .setHead(head(rooms.ledger().head()))
            .setPeers(rooms.network().peers().get().size())
            .setMempoolTransactions(rooms.mempool().size())
            .setKernel(info.kernel())
            .setMinFee(parameters.minFee().units())
            .setPool(parameters.pool())
            .setAnchorInterval(info.anchorInterval())
            .setPeerId(info.peerId())
            .setPeerPort(rooms.network().peerPort().getAsInt())
            .setProposer(parameters.proposer().toString())
            .setProposing(info.proposing())
            .setBuildInfo(info.buildInfo());
    genesis
        .circuits()
        .forEach(rule ->
            status.addCircuits(
                Circuit.newBuilder()
                    .setId(rule.circuit().id())
                    .setName(rule.circuit().circuitName())
                    .setVkHash(rule.verifyingKeyHash().toString())
                    .setFromHeight(rule.fromHeight())));
    return status.build();
  }

  private static io.nelumbo.api.v1.Head head(Head head) {
    return io.nelumbo.api.v1.Head.newBuilder()
        .setHeight(head.height())
        .setHash(head.hash().toString())
        .setTimeMillis(head.timeMillis())
        .build();
  }

  PeerList peers() {
    PeerList.Builder list = PeerList.newBuilder();
    for (ConnectedPeer peer : rooms.network().peers().get()) {
      list.addPeers(
          Peer.newBuilder()
              .setPeerId(peer.peerId())
              .setAddress(peer.address())
              .setOutbound(peer.outbound())
              .setHeadHeight(peer.headHeight())
              .setScore(peer.score())
              .setAgent(peer.agent()));
    }
    return list.build();
  }

  Counters counters() {
    NodeMetrics metrics = rooms.metrics();
    return Counters.newBuilder()
        .setTransactionsAccepted(metrics.verdicts(Subject.TRANSACTION, "accept"))
        .setTransactionsIgnored(metrics.verdicts(Subject.TRANSACTION, "ignore"))
        .setTransactionsDeferred(metrics.verdicts(Subject.TRANSACTION, "defer"))
        .setTransactionsRejected(metrics.verdicts(Subject.TRANSACTION, "reject"))
        .setTransactionsAnnounced(metrics.announcements(Subject.TRANSACTION))
        .setTransactionsRelayed(metrics.relays(Subject.TRANSACTION))
        .setBlocksAccepted(metrics.verdicts(Subject.BLOCK, "accept"))
        .setBlocksRejected(metrics.verdicts(Subject.BLOCK, "reject"))
        .setBlocksRelayed(metrics.relays(Subject.BLOCK))
        .setPeersBanned(metrics.peersBanned())
        .setHandshakesRefused(metrics.handshakesRefused())
        .putAllRejectedByReason(metrics.verdictsByReason(Subject.TRANSACTION, "reject"))
        .putAllMessages(metrics.messages())
        .build();
  }
}
