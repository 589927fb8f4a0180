package io.nelumbo.node.gossip;

import io.nelumbo.node.gossip.InventoryItem.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for announced objects, one peer at a time for each object, at most {@link
 * PeerState#MAX_OPEN} objects of one peer at a time, and goes on to the next peer that announced an
 * object when one does not deliver. Belongs to the gossip thread; its size is bounded.
 */
final class Requests {

  static final long TIMEOUT_MILLIS = 10_000;
  static final int MAX_WANTS = 16_384;
  private static final int MAX_ANNOUNCERS = 8;

  private final Map<InventoryItem, Want> wants = new LinkedHashMap<>();
  private final Consumer<PeerState> onTimeout;
  private int blocks;

  /**
   * @param onTimeout hears which peer did not answer
   */
  Requests(Consumer<PeerState> onTimeout) {
    this.onTimeout = onTimeout;
  }

  /** A peer announced an object that is not here. */
  void announced(InventoryItem item, PeerState peer, long now) {
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
    if (want.asked == null && !want.judging) {
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
    return true;
  }

  /** The verdict on an object that arrived; a bad copy is asked of the next announcer. */
  void judged(InventoryItem item, boolean askAgain, long now) {
    Want want = wants.get(item);
    if (want == null || !want.judging) {
      return;
    }
    want.judging = false;
    if (askAgain) {
      askNext(want, now);
    } else {
      remove(item);
    }
  }

  /** The object came from elsewhere. */
  void satisfied(InventoryItem item, long now) {
    Want want = wants.get(item);
    if (want != null && !want.judging) {
      remove(item);
      release(want, now);
    }
  }

  /** The peer says that it does not have the object. */
  void notFound(InventoryItem item, PeerState peer, long now) {
    Want want = wants.get(item);
    if (want != null && want.asked == peer) {
      release(want, now);
      askNext(want, now);
    }
  }

  /** Requests that were not answered in time go to the next announcer. */
  void tick(long now) {
    for (Want want : List.copyOf(wants.values())) {
      PeerState asked = want.asked;
      if (asked != null && now >= want.deadlineMillis) {
        release(want, now);
        askNext(want, now);
        onTimeout.accept(asked);
      }
    }
  }

  /** Gives up everything that was to come from a peer that is gone. */
  void disconnected(PeerState peer, long now) {
    peer.backlog.clear();
    for (Want want : new ArrayList<>(wants.values())) {
      want.announcers.remove(peer);
      if (want.asked == peer) {
        release(want, now);
      }
      if (want.asked == null && !want.judging) {
        askNext(want, now);
      }
    }
  }

  private void askNext(Want want, long now) {
    boolean waiting = false;
    for (PeerState peer : List.copyOf(want.announcers)) {
      if (peer.mayAsk()) {
        want.announcers.remove(peer);
        want.asked = peer;
        want.deadlineMillis = now + TIMEOUT_MILLIS;
        peer.openRequests++;
        peer.toGet.add(want.item);
        return;
      }
      if (peer.connected) {
        if (!peer.backlog.contains(want)) {
          peer.backlog.add(want);
        }
        waiting = true;
      } else {
        want.announcers.remove(peer);
      }
    }
    if (!waiting) {
      remove(want.item);
    }
  }

  private void remove(InventoryItem item) {
    if (wants.remove(item) != null && item.kind() == Kind.BLOCK) {
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
    @Nullable Want next;
    while (peer.mayAsk() && (next = peer.backlog.poll()) != null) {
      if (wants.get(next.item) == next && next.asked == null && !next.judging) {
        askNext(next, now);
      }
    }
  }
}
