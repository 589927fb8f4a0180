package io.nelumbo.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.node.Await;
import io.nelumbo.node.LogLines;
import io.nelumbo.node.gossip.Message;
import io.nelumbo.node.gossip.Message.Ping;
import io.nelumbo.node.gossip.PeerLink;
import io.nelumbo.node.metrics.NodeMetrics;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback, real TLS. */
final class NettyPeerTransportTest {

  private static final int CHAIN = 7;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final RecordingEvents events = new RecordingEvents(CHAIN);
  private final NodeMetrics metrics = new NodeMetrics();
  private final PeerIdentity identity = Identities.fresh();
  private NettyPeerTransport node;
  private LogLines log;

  @BeforeEach
  void startNode() throws Exception {
    log = new LogLines("io.nelumbo.node.net");
    closing.push(log);
    node = start(identity, events, 16);
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }

  private NettyPeerTransport start(
      PeerIdentity who, RecordingEvents recorder, int maxConnections, String... bootstrap)
      throws IOException {
    NetSettings settings =
        new NetSettings(
            Optional.of(ANY_PORT),
            List.of(bootstrap),
            new NetSettings.Limits(maxConnections, 4),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5));
    return start(who, recorder, settings);
  }

  private NettyPeerTransport start(PeerIdentity who, RecordingEvents recorder, NetSettings settings)
      throws IOException {
    NettyPeerTransport transport =
        new NettyPeerTransport(who, settings, metrics, Clock.systemUTC(), new Random(1));
    ExecutorService executor = Executors.newSingleThreadExecutor();
    closing.push(executor);
    closing.push(transport);
    transport.start(recorder, executor);
    return transport;
  }

  private RawPeer rawPeer() throws Exception {
    RawPeer peer = RawPeer.connect(node.port(), Identities.fresh());
    closing.push(peer);
    return peer;
  }

  private RawPeer openPeer() throws Exception {
    RawPeer peer = rawPeer();
    peer.send(RecordingEvents.hello(CHAIN));
    assertThat(peer.read()).isInstanceOf(Message.Hello.class);
    Await.until("the handshake", () -> !events.links.isEmpty());
    return peer;
  }

  private double pingsIn() {
    return metrics
        .registry()
        .get("nelumbo_messages")
        .tags("direction", "in", "type", "ping")
        .counter()
        .count();
  }

  @Test
  void smallMessagesThatWait_stopTheReading() throws Exception {
    RawPeer peer = openPeer();
    events.gate = new CountDownLatch(1);
    int sent = 40_000;
    ByteBuffer pings = ByteBuffer.allocate(sent * 13);
    for (int i = 0; i < sent; i++) {
      pings.putInt(9).put((byte) 9).putLong(i);
    }
    try (ExecutorService sender = Executors.newSingleThreadExecutor()) {
      var sending =
          sender.submit(() -> {
            peer.bytes(pings.array());
            return true;
          });
      Thread.sleep(1_000);
      double waiting = pingsIn();
      events.gate.countDown();
      assertThat(sending.get()).isTrue();
      assertThat(waiting).isBetween(4_096.0, sent / 2.0);
    }
    Await.until("all of them", () -> pingsIn() == sent);
  }

  private String address() {
    return "127.0.0.1:" + node.port();
  }

  @Test
  void dialledPeer_exchangesMessages() throws Exception {
    RecordingEvents other = new RecordingEvents(CHAIN);
    PeerIdentity otherIdentity = Identities.fresh();
    start(otherIdentity, other, 16, address());
    Await.until("both links", () -> events.links.size() == 1 && other.links.size() == 1);
    assertThat(events.links.getFirst().peerId()).isEqualTo(otherIdentity.peerId());
    assertThat(other.links.getFirst().peerId()).isEqualTo(identity.peerId());
    assertThat(other.links.getFirst().outbound()).isTrue();
    assertThat(other.links.getFirst().send(new Ping(5))).isTrue();
    Await.until("the ping", () -> events.messages.contains(new Ping(5)));
  }

  @Test
  void otherChain_refusedWithOneLogLine() throws Exception {
    RawPeer peer = rawPeer();
    peer.send(RecordingEvents.hello(CHAIN + 1));
    assertThat(peer.closedByPeer()).isTrue();
    assertThat(log.containing("refused")).singleElement().asString().contains("is on chain 8");
    assertThat(events.links).isEmpty();
  }

  @Test
  void silentPeer_refusedAfterTheTimeout() throws Exception {
    assertThat(rawPeer().closedByPeer()).isTrue();
    assertThat(log.containing("no hello within 2000 ms")).hasSize(1);
  }

  @Test
  void plainTcp_refusedAfterTheTimeout() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.setSoTimeout(10_000);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    Await.until("the log line", () -> log.containing("TLS handshake failed").size() == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1025, 4_195_328, Integer.MAX_VALUE, -1})
  void badLengthBeforeHello_refused(int length) throws Exception {
    RawPeer peer = rawPeer();
    peer.raw(length, new byte[16]);
    assertThat(peer.closedByPeer()).isTrue();
    assertThat(log.containing("is not in 1..1024")).hasSize(1);
  }

  @Test
  void longestFrameBeforeHello_isRead() throws Exception {
    RawPeer peer = rawPeer();
    byte[] body = new byte[1024];
    body[0] = 9;
    peer.frame(body);
    assertThat(peer.closedByPeer()).isTrue();
    assertThat(log.containing("bytes follow its end")).hasSize(1);
  }

  @Test
  void otherMessageBeforeHello_refused() throws Exception {
    RawPeer peer = rawPeer();
    peer.send(new Ping(1));
    assertThat(peer.closedByPeer()).isTrue();
    assertThat(log.containing("the first message is ping, not hello")).hasSize(1);
  }

  @Test
  void largeFrameAfterHello_isRead() throws Exception {
    RawPeer peer = openPeer();
    peer.send(new Message.BlockBytes(new byte[4 << 20]));
    peer.send(new Ping(3));
    Await.until("the ping behind it", () -> events.messages.contains(new Ping(3)));
    assertThat(events.messages).hasSize(2);
  }

  static Stream<byte[]> malformedFrames() {
    return Stream.of("00", "0c", "0900", "02ffff", "070001ffffffff00", "01")
        .map(HexFormat.of()::parseHex);
  }

  @ParameterizedTest
  @MethodSource("malformedFrames")
  void malformedFrameAfterHello_reportedOnceAndClosed(byte[] body) throws Exception {
    RawPeer peer = openPeer();
    byte[] twice =
        ByteBuffer.allocate(2 * (4 + body.length))
            .putInt(body.length)
            .put(body)
            .putInt(body.length)
            .put(body)
            .array();
    peer.bytes(twice);
    assertThat(peer.closedByPeer()).isTrue();
    Await.until("the end", () -> events.gone.size() == 1);
    assertThat(events.problems).hasSize(1);
    assertThat(events.messages).isEmpty();
  }

  @Test
  void oversizeFrameAfterHello_reportedAndClosed() throws Exception {
    RawPeer peer = openPeer();
    peer.raw((4 << 20) + 1025, new byte[16]);
    assertThat(peer.closedByPeer()).isTrue();
    Await.until("the report", () -> events.problems.size() == 1);
    assertThat(events.problems.getFirst()).contains("is not in 1..4195328");
  }

  @Test
  void secondHello_reported() throws Exception {
    RawPeer peer = openPeer();
    peer.send(RecordingEvents.hello(CHAIN));
    assertThat(peer.closedByPeer()).isTrue();
    Await.until("the report", () -> events.problems.contains("a second hello"));
  }

  @Test
  void rsaCertificate_refused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=rsa");
    Date from = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
    Date to = Date.from(Instant.parse("2100-01-01T00:00:00Z"));
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name, BigInteger.ONE, from, to, name, pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    RawPeer peer = RawPeer.connect(node.port(), pair.getPrivate(), certificate);
    closing.push(peer);
    assertThat(peer.closedByPeer()).isTrue();
    Await.until("the log line", () -> log.containing("ECDSA key on P-256").size() == 1);
    assertThat(events.links).isEmpty();
  }

  @Test
  void noPlaceLeft_closesBeforeTls() throws Exception {
    RecordingEvents small = new RecordingEvents(CHAIN);
    NettyPeerTransport crowded = start(Identities.fresh(), small, 1);
    RawPeer first = RawPeer.connect(crowded.port(), Identities.fresh());
    closing.push(first);
    assertThatThrownBy(() -> RawPeer.connect(crowded.port(), Identities.fresh()).close())
        .isInstanceOf(IOException.class);
    first.close();
    RawPeer next = connectRetrying(crowded.port());
    closing.push(next);
  }

  private static RawPeer connectRetrying(int port) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return RawPeer.connect(port, Identities.fresh());
      } catch (IOException e) {
        if (i == 100) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  @Test
  void unwantedAddress_closedAtOnce() {
    events.admitting = false;
    assertThatThrownBy(() -> RawPeer.connect(node.port(), Identities.fresh()).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void lostPeer_isDialledAgain() throws Exception {
    RecordingEvents other = new RecordingEvents(CHAIN);
    start(Identities.fresh(), other, 16, address());
    Await.until("the first link", () -> events.links.size() == 1);
    events.links.getFirst().close("test");
    Await.until("the end", () -> other.gone.size() == 1);
    Await.until("the second link", () -> events.links.size() == 1 && other.links.size() == 1);
  }

  @Test
  void dialledFromBothSides_oneConnectionStays() throws Exception {
    RecordingEvents other = new RecordingEvents(CHAIN);
    PeerIdentity otherIdentity = Identities.fresh();
    NettyPeerTransport first = start(otherIdentity, other, 16, address());
    Await.until("the link", () -> events.links.size() == 1);
    // The same identity dials again, as a peer does whose old connection is dead.
    RawPeer again = RawPeer.connect(node.port(), otherIdentity);
    closing.push(again);
    again.send(RecordingEvents.hello(CHAIN));
    assertThat(again.read()).isInstanceOf(Message.Hello.class);
    Await.until("the old one's end", () -> !other.gone.isEmpty());
    assertThat(first.port()).isPositive();
    Await.until(
        "one link",
        () ->
            events.links.size() == 1
                && events.links.getFirst().peerId().equals(otherIdentity.peerId()));
  }

  @Test
  void ownAddress_isDialledOnce() throws Exception {
    RecordingEvents self = new RecordingEvents(CHAIN);
    PeerIdentity mine = Identities.fresh();
    NettyPeerTransport first = start(mine, self, 16);
    start(mine, new RecordingEvents(CHAIN), 16, "127.0.0.1:" + first.port());
    Await.until("the log line", () -> !log.containing("this is the node itself").isEmpty());
    int lines = log.containing("this is the node itself").size();
    Thread.sleep(1500);
    assertThat(log.containing("this is the node itself")).hasSize(lines);
    assertThat(self.links).isEmpty();
  }

  @Test
  void peerThatDoesNotRead_isClosed() throws Exception {
    RawPeer peer = openPeer();
    Message block = new Message.BlockBytes(new byte[4 << 20]);
    PeerLink link = events.links.getFirst();
    // The kernel's buffers take some blocks before the node notices.
    Await.until(
        "the end",
        () -> {
          link.send(block);
          return events.gone.size() == 1;
        });
    peer.close();
  }

  @Test
  void takenPort_saysSo() {
    NetSettings settings =
        NetSettings.of(
            Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port())),
            List.of(),
            new NetSettings.Limits(4, 4));
    assertThatThrownBy(() -> start(Identities.fresh(), new RecordingEvents(CHAIN), settings))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + node.port());
  }
}
