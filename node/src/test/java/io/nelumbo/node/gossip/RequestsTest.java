package io.nelumbo.node.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.gossip.Requests.After;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/protocol/peers.md 4. */
final class RequestsTest {

  private final List<PeerState> late = new ArrayList<>();
  private final Requests requests = new Requests(late::add);

  private static PeerState peer(String id) {
    return new PeerState(new FakeLink(id), 0);
  }

  private static InventoryItem item(int number) {
    return InventoryItem.transaction(Bytes32.of(ByteBuffer.allocate(32).putInt(number).array()));
  }

  private static List<InventoryItem> asked(PeerState peer) {
    peer.flush(0);
    return FakeLink.of(peer).take(Message.Get.class).stream()
        .flatMap(get -> get.items().stream())
        .toList();
  }

  @Test
  void object_isAskedOfOnePeerAndThenOfTheNext() {
    PeerState a = peer("a");
    PeerState b = peer("b");
    requests.announced(item(1), a, 0);
    requests.announced(item(1), b, 0);
    assertThat(asked(a)).containsExactly(item(1));
    assertThat(asked(b)).isEmpty();
    requests.tick(Requests.TIMEOUT_MILLIS - 1);
    assertThat(late).isEmpty();
    requests.tick(Requests.TIMEOUT_MILLIS);
    assertThat(late).containsExactly(a);
    assertThat(asked(b)).containsExactly(item(1));
    assertThat(requests.arrived(item(1), a, 0)).isFalse();
    assertThat(requests.arrived(item(1), b, 0)).isTrue();
    requests.judged(item(1), b, After.FORGET, 0);
    assertThat(requests.size()).isZero();
    assertThat(a.openRequests + b.openRequests).isZero();
  }

  @Test
  void badCopy_isAskedOfTheNextAnnouncer() {
    PeerState a = peer("a");
    PeerState b = peer("b");
    requests.announced(item(1), a, 0);
    requests.announced(item(1), b, 0);
    assertThat(requests.arrived(item(1), a, 0)).isTrue();
    requests.judged(item(1), a, After.ASK_ANOTHER, 0);
    assertThat(asked(b)).containsExactly(item(1));
  }

  @Test
  void openRequests_areBoundedAndTheRestFollows() {
    PeerState a = peer("a");
    for (int i = 0; i < 300; i++) {
      requests.announced(item(i), a, 0);
    }
    assertThat(asked(a)).hasSize(PeerState.MAX_OPEN);
    assertThat(requests.arrived(item(0), a, 0)).isTrue();
    assertThat(asked(a)).containsExactly(item(256));
    assertThat(requests.size()).isEqualTo(300);
  }

  @Test
  void lostPeer_leavesNothingBehind() {
    PeerState a = peer("a");
    PeerState b = peer("b");
    for (int i = 0; i < 300; i++) {
      requests.announced(item(i), a, 0);
    }
    requests.announced(item(7), b, 0);
    a.connected = false;
    requests.disconnected(a, 0);
    assertThat(requests.size()).isEqualTo(1);
    assertThat(asked(b)).containsExactly(item(7));
    requests.notFound(item(7), b, 0);
    assertThat(requests.size()).isZero();
  }

  @Test
  void tenThousandTimeouts_leaveNothingBehind() {
    PeerState a = peer("a");
    long now = 0;
    for (int i = 0; i < 10_000; i++) {
      requests.announced(item(i), a, now);
      a.flush(now);
      now += Requests.TIMEOUT_MILLIS;
      requests.tick(now);
    }
    assertThat(late).hasSize(10_000);
    assertThat(requests.size()).isZero();
    assertThat(a.openRequests).isZero();
    assertThat(a.backlog).isEmpty();
  }

  @Test
  void wants_areBounded() {
    PeerState peer = peer("0");
    for (int i = 0; i < Requests.MAX_WANTS + 100; i++) {
      peer = i % 1_000 == 0 ? peer("peer " + i) : peer;
      requests.announced(item(i), peer, 0);
    }
    assertThat(requests.size()).isEqualTo(Requests.MAX_WANTS);
  }

  @Test
  void onePeer_cannotFillTheWants() {
    PeerState a = peer("a");
    for (int i = 0; i < 5_000; i++) {
      requests.announced(item(i), a, 0);
    }
    assertThat(requests.size()).isEqualTo(Requests.MAX_WANTS_PER_PEER);
    PeerState b = peer("b");
    requests.announced(item(9_999), b, 0);
    assertThat(asked(b)).containsExactly(item(9_999));
    for (int i = 0; i < Requests.MAX_WANTS_PER_PEER; i++) {
      assertThat(requests.notFound(item(i), a, 0)).isTrue();
    }
    assertThat(requests.notFound(item(9_999), a, 0)).isFalse();
    assertThat(requests.size()).isEqualTo(1);
    assertThat(a.wants).isEmpty();
    assertThat(a.openRequests).isZero();
  }

  @Test
  void manyTimeoutsInOneTick_areReportedOnce() {
    PeerState a = peer("a");
    for (int i = 0; i < 200; i++) {
      requests.announced(item(i), a, 0);
    }
    assertThat(asked(a)).hasSize(200);
    requests.tick(Requests.TIMEOUT_MILLIS);
    assertThat(late).containsExactly(a);
    assertThat(a.late.contains(item(199))).isTrue();
  }

  @Test
  void time_runsOnlyOnceTheRequestIsSent() {
    PeerState a = peer("a");
    FakeLink.of(a).writable = false;
    requests.announced(item(1), a, 0);
    assertThat(asked(a)).isEmpty();
    requests.tick(10 * Requests.TIMEOUT_MILLIS);
    assertThat(late).isEmpty();
    FakeLink.of(a).writable = true;
    a.flush(10 * Requests.TIMEOUT_MILLIS);
    assertThat(FakeLink.of(a).take(Message.Get.class)).hasSize(1);
    requests.tick(11 * Requests.TIMEOUT_MILLIS - 1);
    assertThat(late).isEmpty();
    requests.tick(11 * Requests.TIMEOUT_MILLIS);
    assertThat(late).containsExactly(a);
  }

  @Test
  void objectWithoutRoom_isAskedForAgainLater() {
    PeerState a = peer("a");
    PeerState b = peer("b");
    requests.announced(item(1), a, 0);
    requests.announced(item(1), b, 0);
    assertThat(asked(a)).hasSize(1);
    assertThat(requests.arrived(item(1), a, 0)).isTrue();
    requests.judged(item(1), a, After.ASK_LATER, 0);
    requests.announced(item(1), peer("c"), 0);
    requests.tick(Requests.RETRY_MILLIS - 1);
    assertThat(asked(b)).isEmpty();
    requests.tick(Requests.RETRY_MILLIS);
    assertThat(asked(b)).containsExactly(item(1));
  }

  @Test
  void objectThatNeverFindsRoom_isForgotten() {
    PeerState a = peer("a");
    requests.announced(item(1), a, 0);
    long now = 0;
    int times = 0;
    while (requests.size() > 0) {
      assertThat(asked(a)).containsExactly(item(1));
      assertThat(requests.arrived(item(1), a, now)).isTrue();
      requests.judged(item(1), a, After.ASK_LATER, now);
      now += 100_000;
      requests.tick(now);
      times++;
    }
    assertThat(times).isEqualTo(4);
    assertThat(a.wants).isEmpty();
  }
}
