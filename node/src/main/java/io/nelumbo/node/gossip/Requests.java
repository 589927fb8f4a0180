package io.nelumbo.node.gossip;

import io.nelumbo.node.gossip.InventoryItem.Kind;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks for announced objects, one peer at a time for each object, at most {@link
 * PeerState#MAX_OPEN} objects of one peer at a time, and goes on to the next peer that announced an
 * object when one does not deliver. Belongs to the gossip thread; its size is bounded.
 */
final class Requests {

  static final long TIMEOUT_MILLIS = 10_000;
  static final int MAX_WANTS = 16_384;
  static final int MAX_WANTS_PER_PEER = 1_024;
  static final long RETRY_MILLIS = 5_000;
  private static final int MAX_RETRIES = 3;
  private static final int MAX_ANNOUNCERS = 8;

  /** What becomes of an object after the verdict on one copy. */
  enum After {
    FORGET,
    /** This copy was bad, another may be good. */
    ASK_ANOTHER,
    /** This node had no room. */
    ASK_LATER;

    static After of(Verdict verdict) {
      return switch (verdict) {
        // Another copy may differ in proofs and signatures, so a bad one does not condemn the id.
        case Verdict.Reject reject -> ASK_ANOTHER;
        case Verdict.Ignore ignore when ignore.code() == Reason.BUSY -> ASK_LATER;
        default -> FORGET;
      };
    }
  }

  private final Map<InventoryItem, Want> wants = new LinkedHashMap<>();
  private final Consumer<PeerState> onTimeout;
  private int blocks;

  /**
   * @param onTimeout hears which peer did not answer; once in a tick for each
   */
  Requests(Consumer<PeerState> onTimeout) {
    this.onTimeout = onTimeout;
  }

  /** A peer announced an object that is not here. */
  void announced(InventoryItem item, PeerState peer, long now) {
    if (peer.wants.size() >= MAX_WANTS_PER_PEER) {
      return;
    }
    Want want = wants.get(item);
    if (want == null) {
      if (wants.size() >= MAX_WANTS) {
        return;
      }
      want = new Want(item);
      wants.put(item, want);
      blocks += item.kind() == Kind.BLOCK ? 1 : 0;
    }
    if (want.asked == peer
        || want.announcers.contains(peer)
        || want.announcers.size() >= MAX_ANNOUNCERS) {
      return;
    }
    want.announcers.add(peer);
    peer.wants.add(want);
    if (want.idle(now)) {
      askNext(want, now);
    }
  }

  boolean contains(InventoryItem item) {
    return wants.containsKey(item);
  }

  /** Whether a block is being fetched or judged. */
  boolean wantsBlock() {
    return blocks > 0;
  }

  int size() {
    return wants.size();
  }

  /** Returns whether this object was asked of this peer; it then waits for {@link #judged}. */
  boolean arrived(InventoryItem item, PeerState peer, long now) {
    Want want = wants.get(item);
    if (want == null || want.asked != peer) {
      return false;
    }
    release(want, now);
    want.judging = true;
    want.sender = peer;
    return true;
  }

  /** The verdict on an object that arrived from this peer. */
  void judged(InventoryItem item, PeerState from, After after, long now) {
    Want want = wants.get(item);
    if (want == null || !want.judging || want.sender != from) {
      return;
    }
    want.judging = false;
    want.sender = null;
    if (after == After.ASK_ANOTHER) {
      askNext(want, now);
    } else if (after == After.ASK_LATER && want.retries < MAX_RETRIES) {
      want.notBeforeMillis = now + (RETRY_MILLIS << want.retries++);
      if (from.connected && want.announcers.size() < MAX_ANNOUNCERS) {
        want.announcers.add(from);
        from.wants.add(want);
      }
    } else {
      remove(want);
    }
  }

  /** The object came from elsewhere. */
  void satisfied(InventoryItem item, long now) {
    Want want = wants.get(item);
    if (want != null && !want.judging) {
      PeerState asked = want.asked;
      if (asked != null && want.deadlineMillis != Long.MAX_VALUE) {
        // The request has been sent, and the answer to it is no offence.
        asked.late.add(item);
      }
      remove(want);
      release(want, now);
    }
  }

  /**
   * The peer says that it does not have the object.
   *
   * @return whether it was asked for the object, which it had announced
   */
  boolean notFound(InventoryItem item, PeerState peer, long now) {
    Want want = wants.get(item);
    if (want == null || want.asked != peer) {
      return false;
    }
    release(want, now);
    askNext(want, now);
    return true;
  }

  /** Requests that were not answered in time go to the next announcer. */
  void tick(long now) {
    Set<PeerState> silent = new LinkedHashSet<>();
    for (Want want : List.copyOf(wants.values())) {
      PeerState asked = want.asked;
      if (asked != null && now >= want.deadlineMillis) {
        asked.late.add(want.item);
        silent.add(asked);
        release(want, now);
        askNext(want, now);
      } else if (want.retries > 0 && want.idle(now)) {
        askNext(want, now);
      }
    }
    silent.forEach(onTimeout);
  }

  /** Gives up everything that was to come from a peer that is gone. */
  void disconnected(PeerState peer, long now) {
    peer.backlog.clear();
    for (Want want : List.copyOf(peer.wants)) {
      want.announcers.remove(peer);
      if (want.asked == peer) {
        release(want, now);
      }
      if (want.idle(now)) {
        askNext(want, now);
      }
    }
    peer.wants.clear();
  }

  private void askNext(Want want, long now) {
    boolean waiting = false;
    for (PeerState peer : List.copyOf(want.announcers)) {
      if (peer.mayAsk()) {
        want.announcers.remove(peer);
        want.asked = peer;
        want.deadlineMillis = Long.MAX_VALUE;
        peer.openRequests++;
        peer.toGet.add(want);
        return;
      }
      if (peer.connected) {
        peer.backlog.add(want);
        waiting = true;
      } else {
        want.announcers.remove(peer);
        peer.wants.remove(want);
      }
    }
    if (!waiting) {
      remove(want);
    }
  }

  private void remove(Want want) {
    for (PeerState peer : want.announcers) {
      peer.wants.remove(want);
      peer.backlog.remove(want);
    }
    want.announcers.clear();
    if (wants.remove(want.item) != null && want.item.kind() == Kind.BLOCK) {
      blocks--;
    }
  }

  private void release(Want want, long now) {
    PeerState peer = want.asked;
    want.asked = null;
    if (peer == null) {
      return;
    }
    peer.openRequests--;
    peer.toGet.remove(want);
    peer.wants.remove(want);
    while (peer.mayAsk() && !peer.backlog.isEmpty()) {
      Want next = peer.backlog.removeFirst();
      if (wants.get(next.item) == next && next.idle(now)) {
        askNext(next, now);
      }
    }
  }
}
