package io.nelumbo.node.net;

import io.nelumbo.node.gossip.MessageCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Splits the stream into frame bodies as byte arrays (docs/protocol/peers.md 2). A length outside
 * the bounds is refused as soon as its four bytes are here, before anything is kept for it.
 */
final class FrameDecoder extends ByteToMessageDecoder {

  private static final int LENGTH_BYTES = 4;

  private final AtomicLong received = new AtomicLong();
  private int maxBytes = MessageCodec.MAX_FRAME_BEFORE_HELLO;
  private boolean broken;

  /** Called on the event loop when the handshake is complete. */
  void allowFullFrames() {
    maxBytes = MessageCodec.MAX_FRAME;
  }

  /** Bytes that have arrived. Any thread may ask. */
  long received() {
    return received.get();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
    if (input instanceof ByteBuf bytes) {
      received.addAndGet(bytes.readableBytes());
    }
    super.channelRead(ctx, input);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < LENGTH_BYTES) {
      return;
    }
    long length = in.getUnsignedInt(in.readerIndex());
    if (length < 1 || length > maxBytes) {
      broken = true;
      in.skipBytes(in.readableBytes());
      throw new CorruptedFrameException("frame length " + length + " is not in 1.." + maxBytes);
    }
    if (in.readableBytes() - LENGTH_BYTES < length) {
      return;
    }
    byte[] body = new byte[(int) length];
    in.skipBytes(LENGTH_BYTES).readBytes(body);
    out.add(body);
  }
}
