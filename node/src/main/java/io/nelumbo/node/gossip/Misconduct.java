package io.nelumbo.node.gossip;

import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.verifier.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what peers do wrong, and ends the connections of those that reach the limit
 * (docs/protocol/peers.md 5). Only the sender of an object is blamed for it, and only for what no
 * honest node would send.
 */
final class Misconduct {

  private static final Logger log = LoggerFactory.getLogger(Misconduct.class);

  private final Scores scores;
  private final NodeMetrics metrics;
  private final Supplier<Collection<PeerState>> peers;

  Misconduct(Scores scores, NodeMetrics metrics, Supplier<Collection<PeerState>> peers) {
    this.scores = scores;
    this.metrics = metrics;
    this.peers = peers;
  }

  /** The peer sent an object that was refused. */
  void rejected(PeerState peer, String what, Verdict.Reject verdict) {
    if (!verdict.code().blamesSender()) {
      log.debug("{} from {}: {}", what, peer.link, verdict);
      return;
    }
    Offence offence =
        switch (verdict.code()) {
          case MALFORMED -> Offence.MALFORMED;
          case BAD_PROOF, BAD_SIGNATURE -> Offence.INVALID_PROOF_OR_SIGNATURE;
          default -> Offence.REJECTED;
        };
    blame(peer, offence, "sent " + what + ": " + verdict.code() + ", " + verdict.detail());
  }

  /** The peer did something wrong; {@code what} goes on after "peer ...". */
  void blame(PeerState peer, Offence offence, String what) {
    String key = Scores.keyOf(peer.link);
    boolean banned = scores.blame(key, offence);
    log.info("peer {} at {} {} (+{})", peer.shortId(), peer.link, what, offence.points());
    if (!banned) {
      return;
    }
    metrics.peerBanned();
    log.warn(
        "peer {} at {} is refused for {} minutes",
        peer.shortId(),
        peer.link,
        Scores.BAN_MILLIS / 60_000);
    for (PeerState other : List.copyOf(peers.get())) {
      if (Scores.keyOf(other.link).equals(key)) {
        other.link.close("refused for misbehaviour");
      }
    }
  }
}
