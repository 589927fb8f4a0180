package io.nelumbo.node.net;

import io.nelumbo.node.gossip.PeerEvents;
import io.nelumbo.node.gossip.PeerTransport;
import io.nelumbo.node.metrics.NodeMetrics;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Peers over TCP and TLS 1.3 (docs/protocol/peers.md 1, 2). One connection for each peer id: of two
 * that were dialled from both sides at once, both ends keep the one that the smaller id dialled.
 */
public final class NettyPeerTransport implements PeerTransport, ConnectionContext {

  private static final AttributeKey<DialTarget> TARGET = AttributeKey.valueOf("nelumbo.target");
  private static final int EVENT_LOOPS = 2;
  private static final int HANDSHAKE_THREADS = 2;
  private static final WriteBufferWaterMark WRITE_MARKS =
      new WriteBufferWaterMark(1 << 20, 4 << 20);

  private final PeerIdentity identity;
  private final NetSettings settings;
  private final NodeMetrics metrics;
  private final ConnectionLimits limits;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          EVENT_LOOPS,
          Thread.ofPlatform().daemon().name("nelumbo-net-", 0).factory(),
          NioIoHandler.newFactory());
  private final ExecutorService handshakes =
      Executors.newFixedThreadPool(
          HANDSHAKE_THREADS, Thread.ofPlatform().daemon().name("nelumbo-tls-", 0).factory());
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final Map<String, PeerConnection> open = new HashMap<>();
  private final PeerTls tls;
  private final Dialer dialer;

  private @Nullable PeerEvents events;
  private @Nullable Executor executor;
  private volatile int port;

  /**
   * @param clock and {@code random} decide when a peer is dialled again
   */
  public NettyPeerTransport(
      PeerIdentity identity,
      NetSettings settings,
      NodeMetrics metrics,
      Clock clock,
      RandomGenerator random) {
    this.identity = identity;
    this.settings = settings;
    this.metrics = metrics;
    this.limits = new ConnectionLimits(settings.limits().total(), settings.limits().perAddress());
    this.tls = new PeerTls(identity, handshakes);
    this.dialer =
        new Dialer(
            settings.bootstrap().stream()
                .map(address -> new DialTarget(address, new DialSchedule(clock, random)))
                .toList(),
            this::connect,
            this::isOpen);
  }

  @Override
  public void start(PeerEvents events, Executor executor) throws IOException {
    this.events = events;
    this.executor = executor;
    if (settings.listen().isPresent()) {
      listen(settings.listen().get());
    }
    dialer.start();
  }

  private void listen(InetSocketAddress address) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(initializer(false))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen for peers on "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + "; is the port taken? ("
              + bound.cause().getMessage()
              + ")",
          bound.cause());
    }
    channels.add(bound.channel());
    port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  private void connect(InetSocketAddress address, DialTarget target) {
    if (!events().admits(AddressGroup.of(address.getAddress()))) {
      target.ended();
      return;
    }
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.handshakeTimeout().toMillis())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
        .option(ChannelOption.TCP_NODELAY, true)
        .attr(TARGET, target)
        .handler(new PlainInitializer())
        .connect(address)
        .addListener((ChannelFuture future) -> {
          if (future.isSuccess()) {
            admit(future.channel(), true);
          } else {
            target.ended();
          }
        });
  }

  /** Dialled channels get their handlers once connected, when their address is known. */
  private static final class PlainInitializer extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel.config().setAutoRead(false);
    }
  }

  private ChannelInitializer<Channel> initializer(boolean outbound) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        admit(channel, outbound);
      }
    };
  }

  private void admit(Channel channel, boolean outbound) {
    InetAddress remote = ((InetSocketAddress) channel.remoteAddress()).getAddress();
    String group = AddressGroup.of(remote);
    // Loopback stands for many nodes of one machine; only the total limits it.
    String place = remote.isLoopbackAddress() ? channel.id().asLongText() : group;
    if (!events().admits(group) || !limits.enter(place)) {
      channel.close();
      endTarget(channel);
      return;
    }
    channels.add(channel);
    channel
        .closeFuture()
        .addListener(unused -> {
          limits.leave(place);
          endTarget(channel);
        });
    channel
        .pipeline()
        .addLast(tls.newHandler(outbound, channel.alloc(), settings.handshakeTimeout().toMillis()))
        .addLast(new FrameDecoder())
        .addLast(new PeerConnection(this, channel, outbound));
    channel.config().setAutoRead(true);
  }

  private static void endTarget(Channel channel) {
    DialTarget target = channel.attr(TARGET).get();
    if (target != null) {
      target.ended();
    }
  }

  @Override
  public void opened(PeerConnection connection) {
    DialTarget target = connection.channel().attr(TARGET).get();
    if (target != null) {
      target.opened(connection.peerId());
    }
    PeerConnection loser;
    synchronized (open) {
      PeerConnection other = open.get(connection.peerId());
      if (other != null && !replaces(connection, other)) {
        loser = connection;
      } else {
        open.put(connection.peerId(), connection);
        loser = other;
      }
    }
    if (loser != connection) {
      executor().execute(() -> events().connected(connection));
    } else {
      connection.neverReported();
    }
    if (loser != null) {
      loser.close("another connection with this peer stays");
    }
  }

  /** A new connection in the same direction means that the old one is dead. */
  private boolean replaces(PeerConnection fresh, PeerConnection old) {
    boolean localIsSmaller = identity.peerId().compareTo(fresh.peerId()) < 0;
    return fresh.outbound() == old.outbound() || fresh.outbound() == localIsSmaller;
  }

  @Override
  public void closed(PeerConnection connection, boolean reported) {
    if (reported) {
      synchronized (open) {
        open.remove(connection.peerId(), connection);
      }
      executor().execute(() -> events().disconnected(connection));
    }
  }

  @Override
  public void dialledSelf(PeerConnection connection) {
    DialTarget target = connection.channel().attr(TARGET).get();
    if (target != null) {
      target.isSelf();
    }
  }

  private boolean isOpen(String peerId) {
    synchronized (open) {
      return open.containsKey(peerId);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String localPeerId() {
    return identity.peerId();
  }

  @Override
  public NetSettings settings() {
    return settings;
  }

  @Override
  public NodeMetrics metrics() {
    return metrics;
  }

  @Override
  public PeerEvents events() {
    return started(events);
  }

  @Override
  public Executor executor() {
    return started(executor);
  }

  private static <T> T started(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the transport has not been started");
    }
    return value;
  }

  @Override
  public void close() {
    dialer.close();
    channels.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    handshakes.shutdownNow();
  }
}
