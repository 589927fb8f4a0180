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
 * blocks and submits them in order. A peer that does not help is asked less and less often, so that
 * one that lies about its height does not keep the others from being asked. Belongs to the gossip
 * thread.
 */
final class CatchUp {

  private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

  static final int BATCH = MessageCodec.MAX_BLOCKS;
  static final long MAX_ANSWER_MILLIS = 60_000;
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

  private final CatchUpHistory history = new CatchUpHistory();

  private boolean applying;

  /** Blocks of the answer that this node did not have. */
  private int judged;

  /** The height of the head when the request went out. */
  private long askedAtHeight;

  private long askedMillis;

  /** Moves on while bytes arrive, up to {@link #MAX_ANSWER_MILLIS} after the request. */
  private long deadlineMillis;

  private long bytesSeen;
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
            .filter(candidate -> candidate.link.writable() && history.mayAsk(candidate, now))
            .min(history::compare);
    best.ifPresent(chosen -> ask(chosen, height, now));
  }

  private void ask(PeerState chosen, long height, long now) {
    if (!chosen.link.send(new Message.GetBlocks(height + 1, BATCH))) {
      notBeforeMillis = now + RETRY_MILLIS;
      return;
    }
    log.debug("asking {} for blocks after {}", chosen.link, height);
    history.asked(chosen, now);
    peer = chosen;
    applying = false;
    askedAtHeight = height;
    askedMillis = now;
    deadlineMillis = now + Requests.TIMEOUT_MILLIS;
    bytesSeen = chosen.link.bytesReceived();
  }

  /** Blocks arrived. Returns false if they were not asked for. */
  boolean arrived(PeerState from, List<byte[]> blocks, long now) {
    if (peer != from || applying) {
      boolean late = from.lateRanges > 0;
      from.lateRanges -= late ? 1 : 0;
      return late;
    }
    if (blocks.isEmpty()) {
      boolean lied = Long.compareUnsigned(from.headHeight, askedAtHeight) > 0;
      from.headHeight = source.head().height();
      failed(from, now);
      if (lied) {
        events.offence(from, Offence.FALSE_HEIGHT, "has no blocks below the height it claims");
      }
      return true;
    }
    applying = true;
    judged = 0;
    apply(from, blocks, 0, now);
    return true;
  }

  private void apply(PeerState from, List<byte[]> blocks, int index, long now) {
    if (index == blocks.size()) {
      if (Long.compareUnsigned(source.head().height(), askedAtHeight) > 0) {
        history.succeeded(from);
        idle();
      } else {
        failed(from, now);
        if (judged == 0) {
          events.offence(from, Offence.OLD_BLOCKS, "answered with blocks that this node had");
        }
      }
      events.idle();
      return;
    }
    admission
        .submitBlock(blocks.get(index), new Origin.Peer(Scores.keyOf(from.link)))
        .whenCompleteAsync(
            (verdict, failure) -> {
              if (failure != null) {
                log.warn("a block could not be judged: {}", failure.toString());
                pause(now);
              } else {
                applied(from, blocks, index, verdict, now);
              }
            },
            executor);
  }

  private void applied(PeerState from, List<byte[]> blocks, int index, Verdict verdict, long now) {
    switch (verdict) {
      case Verdict.Accept accept -> {
        judged++;
        apply(from, blocks, index + 1, now);
      }
      case Verdict.Ignore ignore when ignore.code() == Reason.KNOWN ->
          apply(from, blocks, index + 1, now);
      case Verdict.Ignore ignore when ignore.code() == Reason.BUSY -> pause(now);
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
    if (asked == null || applying) {
      return;
    }
    long bytes = asked.link.bytesReceived();
    if (bytes != bytesSeen) {
      bytesSeen = bytes;
      deadlineMillis = Math.min(now + Requests.TIMEOUT_MILLIS, askedMillis + MAX_ANSWER_MILLIS);
    }
    if (now >= deadlineMillis) {
      asked.lateRanges++;
      failed(asked, now);
      events.offence(asked, Offence.TIMEOUT, "did not send blocks in time");
    }
  }

  void disconnected(PeerState gone, long now) {
    if (peer == gone && !applying) {
      failed(gone, now);
    }
  }

  private void failed(PeerState from, long now) {
    history.failed(from, now);
    idle();
  }

  /** The fault is this node's own, so no peer is asked for a while and none is blamed. */
  private void pause(long now) {
    notBeforeMillis = now + RETRY_MILLIS;
    idle();
  }

  private void idle() {
    peer = null;
    applying = false;
  }
}
