package io.nelumbo.node.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.app.NodeRooms;
import io.nelumbo.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/protocol/peers.md 5 and 7, with the admission and the ledger of real nodes. */
final class CatchUpTest implements CatchUp.Events {

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final List<Offence> offences = new ArrayList<>();
  private final PeerState liar = peer("liar");
  private final PeerState honest = peer("honest");
  private final List<byte[]> blocks = new ArrayList<>();
  private TestNode node;
  private CatchUp catchUp;

  @BeforeEach
  void start() throws Exception {
    try (TestNode ahead = TestNode.start()) {
      for (int i = 0; i < 3; i++) {
        blocks.add(ahead.extend().bytes());
      }
    }
    node = TestNode.start();
    catchUp =
        new CatchUp(NodeRooms.objects(node.ledger, node.mempool), node.admission, tasks::add, this);
    liar.headHeight = -1;
    honest.headHeight = 3;
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  private static PeerState peer(String id) {
    return new PeerState(new FakeLink(id), 0);
  }

  private static boolean asked(PeerState peer) {
    return !FakeLink.of(peer).take(Message.GetBlocks.class).isEmpty();
  }

  /** Answers and lets this node judge the answer. */
  private void answer(PeerState peer, List<byte[]> answer, long now) throws Exception {
    assertThat(catchUp.arrived(peer, answer, now)).isTrue();
    while (catchUp.active()) {
      Objects.requireNonNull(tasks.poll(10, TimeUnit.SECONDS), "a verdict").run();
    }
  }

  @Override
  public void offence(PeerState peer, Offence offence, String what) {
    offences.add(offence);
  }

  @Override
  public void rejectedBlock(PeerState peer, Verdict.Reject verdict) {
    offences.add(Offence.REJECTED);
  }

  @Override
  public void idle() {}

  @Test
  void emptyAnswerBelowTheClaimedHeight_isAnOffence() throws Exception {
    catchUp.consider(List.of(liar), 0);
    assertThat(asked(liar)).isTrue();
    answer(liar, List.of(), 0);
    assertThat(offences).containsExactly(Offence.FALSE_HEIGHT);
  }

  @Test
  void oldBlocks_areAFailureAndTheOtherPeerIsAsked() throws Exception {
    catchUp.consider(List.of(liar), 0);
    answer(liar, blocks.subList(0, 1), 0);
    assertThat(node.height()).isEqualTo(1);
    catchUp.consider(List.of(liar), 0);
    answer(liar, blocks.subList(0, 1), 0);
    assertThat(asked(liar)).isTrue();
    catchUp.consider(List.of(liar, honest), 0);
    assertThat(asked(liar)).isFalse();
    assertThat(asked(honest)).isTrue();
    answer(honest, blocks.subList(1, 3), 0);
    assertThat(node.height()).isEqualTo(3);
    assertThat(offences).containsExactly(Offence.OLD_BLOCKS);
  }

  @Test
  void blocksThatCameAnotherWayMeanwhile_areNoOffence() throws Exception {
    catchUp.consider(List.of(honest), 0);
    for (byte[] block : blocks) {
      node.admission.submitBlock(block, Origin.LOCAL).toCompletableFuture().join();
    }
    answer(honest, blocks, 0);
    assertThat(offences).isEmpty();
  }

  @Test
  void failures_outliveAConnectionAndDelayTheNextRequest() throws Exception {
    catchUp.consider(List.of(liar), 0);
    catchUp.disconnected(liar, 0);
    PeerState again = peer("liar");
    again.headHeight = -1;
    catchUp.consider(List.of(again), 999);
    assertThat(asked(again)).isFalse();
    catchUp.consider(List.of(again), 1_000);
    assertThat(asked(again)).isTrue();
    answer(again, List.of(), 1_000);
    again.headHeight = -1;
    catchUp.consider(List.of(again), 2_999);
    assertThat(asked(again)).isFalse();
    catchUp.consider(List.of(again, honest), 3_000);
    assertThat(asked(again)).isFalse();
    assertThat(asked(honest)).isTrue();
  }

  @Test
  void peersThatHelp_takeTurns() throws Exception {
    PeerState other = peer("other");
    other.headHeight = 3;
    List<PeerState> peers = List.of(honest, other);
    catchUp.consider(peers, 1);
    assertThat(asked(honest)).isTrue();
    answer(honest, blocks.subList(0, 1), 1);
    catchUp.consider(peers, 2);
    assertThat(asked(honest)).isFalse();
    assertThat(asked(other)).isTrue();
  }

  @Test
  void slowAnswer_isWaitedForWhileBytesArrive() {
    catchUp.consider(List.of(honest), 0);
    for (long now = 5_000; now < CatchUp.MAX_ANSWER_MILLIS; now += 5_000) {
      FakeLink.of(honest).bytesReceived++;
      catchUp.tick(now);
    }
    assertThat(offences).isEmpty();
    catchUp.tick(CatchUp.MAX_ANSWER_MILLIS);
    assertThat(offences).containsExactly(Offence.TIMEOUT);
    assertThat(catchUp.arrived(honest, blocks, CatchUp.MAX_ANSWER_MILLIS)).isTrue();
    assertThat(catchUp.arrived(honest, blocks, CatchUp.MAX_ANSWER_MILLIS)).isFalse();
  }

  @Test
  void silence_isNotWaitedForLong() {
    catchUp.consider(List.of(honest), 0);
    catchUp.tick(Requests.TIMEOUT_MILLIS - 1);
    assertThat(offences).isEmpty();
    catchUp.tick(Requests.TIMEOUT_MILLIS);
    assertThat(offences).containsExactly(Offence.TIMEOUT);
  }
}
