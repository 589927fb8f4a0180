package io.nelumbo.node.gossip;

import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a node that is behind to the head of its peers: asks one peer at a time for a range of
 * blocks and submits them in order. Belongs to the gossip thread.
 */
final class CatchUp {

  private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

  static final int BATCH = MessageCodec.MAX_BLOCKS;
  private static final long RETRY_MILLIS = 1_000;

  /** What a catch-up reports to gossip. */
  interface Events {
    void offence(PeerState peer, Offence offence, String what);

    void rejectedBlock(PeerState peer, Verdict.Reject verdict);

    /** A request has been dealt with; it may be time for the next. */
    void idle();
  }

  private final ObjectSource source;
  private final Admission admission;
  private final Executor executor;
  private final Events events;

  /** The peer that was asked; none while idle. */
  private @Nullable PeerState peer;

  private boolean applying;
  private long deadlineMillis;
  private long notBeforeMillis;

  CatchUp(ObjectSource source, Admission admission, Executor executor, Events events) {
    this.source = source;
    this.admission = admission;
    this.executor = executor;
    this.events = events;
  }

  boolean active() {
    return peer != null;
  }

  /** Asks the most promising peer that is ahead, unless a request is under way. */
  void consider(Collection<PeerState> peers, long now) {
    if (peer != null || now < notBeforeMillis) {
      return;
    }
    long height = source.head().height();
    Optional<PeerState> best =
        peers.stream()
            .filter(candidate -> Long.compareUnsigned(candidate.headHeight, height) > 0)
            .min(CatchUp::compare);
    best.ifPresent(chosen -> ask(chosen, height + 1, now));
  }

  /** Fewer failures first, then the greater height. */
  private static int compare(PeerState a, PeerState b) {
    int byFailures = Integer.compare(a.failedCatchUps, b.failedCatchUps);
    return byFailures != 0 ? byFailures : Long.compareUnsigned(b.headHeight, a.headHeight);
  }

  private void ask(PeerState chosen, long from, long now) {
    if (!chosen.link.send(new Message.GetBlocks(from, BATCH))) {
      notBeforeMillis = now + RETRY_MILLIS;
      return;
    }
    log.debug("asking {} for blocks from {}", chosen.link, from);
    peer = chosen;
    applying = false;
    deadlineMillis = now + Requests.TIMEOUT_MILLIS;
  }

  /** Blocks arrived. Returns false if they were not asked for. */
  boolean arrived(PeerState from, List<byte[]> blocks, long now) {
    if (peer != from || applying) {
      return false;
    }
    if (blocks.isEmpty()) {
      from.headHeight = source.head().height();
      failed(from, now);
      return true;
    }
    applying = true;
    apply(from, blocks, 0, now);
    return true;
  }

  private void apply(PeerState from, List<byte[]> blocks, int index, long now) {
    if (index == blocks.size()) {
      idle();
      events.idle();
      return;
    }
    admission
        .submitBlock(blocks.get(index), new Origin.Peer(from.link.peerId()))
        .whenCompleteAsync(
            (verdict, failure) -> {
              if (failure != null) {
                log.warn("a block could not be judged: {}", failure.toString());
                failed(from, now);
              } else {
                applied(from, blocks, index, verdict, now);
              }
            },
            executor);
  }

  private void applied(PeerState from, List<byte[]> blocks, int index, Verdict verdict, long now) {
    switch (verdict) {
      case Verdict.Accept accept -> apply(from, blocks, index + 1, now);
      case Verdict.Ignore ignore when ignore.code() == Reason.KNOWN ->
          apply(from, blocks, index + 1, now);
      case Verdict.Reject reject -> {
        failed(from, now);
        events.rejectedBlock(from, reject);
      }
      default -> {
        log.debug("stopped at a block from {}: {}", from.link, verdict);
        failed(from, now);
      }
    }
  }

  /** Gives up on a peer that does not answer. */
  void tick(long now) {
    PeerState asked = peer;
    if (asked != null && !applying && now >= deadlineMillis) {
      failed(asked, now);
      events.offence(asked, Offence.TIMEOUT, "did not send blocks in time");
    }
  }

  void disconnected(PeerState gone) {
    if (peer == gone && !applying) {
      idle();
    }
  }

  private void failed(PeerState from, long now) {
    from.failedCatchUps++;
    notBeforeMillis = now + RETRY_MILLIS;
    idle();
  }

  private void idle() {
    peer = null;
    applying = false;
  }
}
