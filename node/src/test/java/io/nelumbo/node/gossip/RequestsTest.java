package io.nelumbo.node.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.value.Bytes32;
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
    List<InventoryItem> items = List.copyOf(peer.toGet);
    peer.toGet.clear();
    return items;
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
    requests.judged(item(1), false, 0);
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
    requests.judged(item(1), true, 0);
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
    PeerState a = peer("a");
    for (int i = 0; i < Requests.MAX_WANTS + 100; i++) {
      requests.announced(item(i), a, 0);
    }
    assertThat(requests.size()).isEqualTo(Requests.MAX_WANTS);
  }

  /** A connection that goes nowhere. */
  private record FakeLink(String peerId) implements PeerLink {
    @Override
    public String address() {
      return peerId;
    }

    @Override
    public String addressGroup() {
      return peerId;
    }

    @Override
    public boolean loopback() {
      return false;
    }

    @Override
    public boolean outbound() {
      return false;
    }

    @Override
    public Message.Hello hello() {
      return new Message.Hello(
          new Message.Network(1, 7, Bytes32.ZERO), new Message.Tip(0, Bytes32.ZERO), 0, "");
    }

    @Override
    public boolean send(Message message) {
      return true;
    }

    @Override
    public void close(String reason) {}
  }
}
