package io.nelumbo.node.net;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.node.gossip.Message;
import io.nelumbo.node.gossip.Message.Hello;
import io.nelumbo.node.gossip.MessageCodec;
import io.nelumbo.node.gossip.PeerLink;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its TLS handshake to its end. Fields without volatile belong to the event
 * loop.
 *
 * <p>States: TLS, then hello in both directions, then open. Whatever goes wrong before open is
 * logged in one line and ends the connection; afterwards it is reported to gossip, which counts.
 */
final class PeerConnection extends ChannelInboundHandlerAdapter implements PeerLink {

  private static final Logger log = LoggerFactory.getLogger(PeerConnection.class);

  /** Reading pauses while this many bytes wait to be handled. */
  private static final int MAX_PENDING_BYTES = 1 << 20;

  /** What a waiting message costs beyond its bytes: task, message and lists, roughly. */
  private static final int MESSAGE_OVERHEAD = 256;

  private enum State {
    TLS,
    HELLO,
    OPEN,
    CLOSED
  }

  private final ConnectionContext context;
  private final Channel channel;
  private final InetSocketAddress remote;
  private final boolean outbound;
  private final AtomicInteger pendingBytes = new AtomicInteger();

  private State state = State.TLS;
  private boolean reported;
  private long stalledSinceNanos;
  private volatile @Nullable String peerId;
  private volatile @Nullable Hello hello;

  PeerConnection(ConnectionContext context, Channel channel, boolean outbound) {
    this.context = context;
    this.channel = channel;
    this.remote = (InetSocketAddress) channel.remoteAddress();
    this.outbound = outbound;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof SslHandshakeCompletionEvent tls && state == State.TLS) {
      if (tls.isSuccess()) {
        tlsComplete();
      } else {
        refuse("TLS handshake failed: " + firstLine(tls.cause()));
      }
    }
    super.userEventTriggered(ctx, event);
  }

  private void tlsComplete() throws SSLPeerUnverifiedException {
    peerId = PeerTls.peerIdOf(channel.pipeline().get(SslHandler.class));
    if (peerId().equals(context.localPeerId())) {
      context.dialledSelf(this);
      refuse("this is the node itself");
      return;
    }
    state = State.HELLO;
    write(context.events().localHello());
    long timeout = context.settings().handshakeTimeout().toMillis();
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (state == State.HELLO) {
                refuse("no hello within " + timeout + " ms");
              }
            },
            timeout,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object body) {
    byte[] bytes = (byte[]) body;
    if (state == State.CLOSED || state == State.TLS) {
      return;
    }
    Message message;
    try {
      message = MessageCodec.decode(bytes);
    } catch (DecodeException e) {
      broken(String.valueOf(e.getMessage()));
      return;
    }
    context.metrics().messageIn(message.name());
    if (state == State.HELLO) {
      readHello(message);
    } else if (message instanceof Hello) {
      broken("a second hello");
    } else {
      deliver(message, bytes.length + MESSAGE_OVERHEAD);
    }
  }

  private void readHello(Message message) {
    if (!(message instanceof Hello theirs)) {
      refuse("the first message is " + message.name() + ", not hello");
      return;
    }
    Optional<String> refusal = context.events().refusal(peerId(), theirs);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    hello = theirs;
    state = State.OPEN;
    reported = true;
    channel.pipeline().get(FrameDecoder.class).allowFullFrames();
    context.opened(this);
  }

  private void deliver(Message message, int size) {
    if (pendingBytes.addAndGet(size) > MAX_PENDING_BYTES) {
      channel.config().setAutoRead(false);
    }
    context
        .executor()
        .execute(() -> {
          try {
            context.events().received(this, message);
          } finally {
            handled(size);
          }
        });
  }

  private void handled(int size) {
    if (pendingBytes.addAndGet(-size) <= MAX_PENDING_BYTES / 2) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    if (!channel.isWritable()) {
      long since = System.nanoTime();
      stalledSinceNanos = since;
      long timeout = context.settings().stallTimeout().toMillis();
      channel
          .eventLoop()
          .schedule(
              () -> {
                if (!channel.isWritable() && stalledSinceNanos == since) {
                  close("reads too slowly");
                }
              },
              timeout,
              TimeUnit.MILLISECONDS);
    }
    super.channelWritabilityChanged(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    state = State.CLOSED;
    context.closed(this, reported);
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (state == State.TLS || state == State.CLOSED) {
      // A failed handshake also arrives as an event; the rest are resets of a dying connection.
      channel.close();
    } else if (cause instanceof DecoderException) {
      broken(firstLine(cause));
    } else {
      close(firstLine(cause));
    }
  }

  private void broken(String problem) {
    if (state == State.HELLO) {
      refuse(problem);
      return;
    }
    state = State.CLOSED;
    context.executor().execute(() -> context.events().malformed(this, problem));
    close("malformed: " + problem);
  }

  private void refuse(String reason) {
    state = State.CLOSED;
    context.metrics().handshakeRefused();
    log.info("refused {} {}: {}", outbound ? "dialled" : "connection from", address(), reason);
    channel.close();
  }

  private static String firstLine(Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.lines().findFirst().orElse("");
  }

  @Override
  public boolean send(Message message) {
    if (!writable()) {
      context.metrics().messageDropped(message.name());
      return false;
    }
    write(message);
    return true;
  }

  @Override
  public boolean writable() {
    return channel.isActive() && channel.isWritable();
  }

  @Override
  public long bytesReceived() {
    FrameDecoder decoder = channel.pipeline().get(FrameDecoder.class);
    return decoder == null ? 0 : decoder.received();
  }

  private void write(Message message) {
    byte[] body = MessageCodec.encode(message);
    ByteBuf frame = channel.alloc().buffer(Integer.BYTES + body.length);
    frame.writeInt(body.length).writeBytes(body);
    channel.writeAndFlush(frame, channel.voidPromise());
    context.metrics().messageOut(message.name());
  }

  @Override
  public void close(String reason) {
    if (channel.isOpen()) {
      log.debug("closing {}: {}", address(), reason);
      channel.close();
    }
  }

  Channel channel() {
    return channel;
  }

  /** Another connection with the same peer stays; gossip does not hear of this one. */
  void neverReported() {
    reported = false;
    state = State.CLOSED;
  }

  @Override
  public String peerId() {
    String id = peerId;
    if (id == null) {
      throw new IllegalStateException("the peer's identity is known after the TLS handshake");
    }
    return id;
  }

  @Override
  public Hello hello() {
    Hello theirs = hello;
    if (theirs == null) {
      throw new IllegalStateException("hello is known after the handshake");
    }
    return theirs;
  }

  @Override
  public String address() {
    return remote.getAddress().getHostAddress() + ":" + remote.getPort();
  }

  @Override
  public String addressGroup() {
    return AddressGroup.of(remote.getAddress());
  }

  @Override
  public boolean loopback() {
    return remote.getAddress().isLoopbackAddress();
  }

  @Override
  public boolean outbound() {
    return outbound;
  }

  @Override
  public String toString() {
    return address();
  }
}
