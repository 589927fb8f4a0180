package io.nelumbo.node.gossip;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.gossip.InventoryItem.Kind;
import io.nelumbo.node.gossip.Message.BlockBytes;
import io.nelumbo.node.gossip.Message.Blocks;
import io.nelumbo.node.gossip.Message.Get;
import io.nelumbo.node.gossip.Message.GetBlocks;
import io.nelumbo.node.gossip.Message.Head;
import io.nelumbo.node.gossip.Message.Hello;
import io.nelumbo.node.gossip.Message.Inventory;
import io.nelumbo.node.gossip.Message.Network;
import io.nelumbo.node.gossip.Message.NotFound;
import io.nelumbo.node.gossip.Message.Ping;
import io.nelumbo.node.gossip.Message.Pong;
import io.nelumbo.node.gossip.Message.Tip;
import io.nelumbo.node.gossip.Message.TransactionBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages to and from a frame's body, type byte first (docs/protocol/peers.md 2). Every value has
 * one encoding; counts are checked before anything is allocated for them.
 */
public final class MessageCodec {

  /** Largest frame body before the handshake is complete. */
  public static final int MAX_FRAME_BEFORE_HELLO = 1024;

  /** Largest frame body afterwards. */
  public static final int MAX_FRAME = (4 << 20) + 1024;

  static final int MAX_ITEMS = 1024;
  static final int MAX_BLOCKS = 128;

  /** Sum of the bytes of the blocks in one message. */
  static final int MAX_BLOCKS_BYTES = 4 << 20;

  private static final int MAX_AGENT_BYTES = 64;
  private static final int MAX_TRANSACTION_BYTES = 65_536;

  private MessageCodec() {}

  /** The body of a frame: type byte and payload. */
  public static byte[] encode(Message message) {
    ByteWriter out = new ByteWriter(sizeHint(message)).u8(message.type());
    switch (message) {
      case Hello hello -> writeHello(out, hello);
      case Inventory inventory -> writeItems(out, inventory.items());
      case Get get -> writeItems(out, get.items());
      case NotFound notFound -> writeItems(out, notFound.items());
      case TransactionBytes transaction -> out.bytes(transaction.bytes());
      case BlockBytes block -> out.bytes(block.bytes());
      case GetBlocks get -> out.u64(get.from()).u16(get.count());
      case Blocks blocks -> {
        out.u16(blocks.blocks().size());
        blocks.blocks().forEach(block -> out.u32(block.length).bytes(block));
      }
      case Head head -> writeTip(out, head.tip());
      case Ping ping -> out.u64(ping.nonce());
      case Pong pong -> out.u64(pong.nonce());
    }
    return out.toByteArray();
  }

  /** Reads the body of a frame; the error names the message and the field. */
  public static Message decode(byte[] body) throws DecodeException {
    ByteReader in = ByteReader.bounded("message", body, MAX_FRAME);
    int type = in.u8("type");
    Message message =
        switch (type) {
          case 1 -> in.nested("hello", MessageCodec::readHello);
          case 2 -> new Inventory(readItems(in, "inventory"));
          case 3 -> new Get(readItems(in, "get"));
          case 4 -> new TransactionBytes(readRest(in, "transaction", MAX_TRANSACTION_BYTES));
          case 5 -> new BlockBytes(readRest(in, "block", MAX_FRAME));
          case 6 -> in.nested("getBlocks", MessageCodec::readGetBlocks);
          case 7 -> in.nested("blocks", MessageCodec::readBlocks);
          case 8 -> new Head(readTip(in, "head"));
          case 9 -> new Ping(in.u64("ping"));
          case 10 -> new Pong(in.u64("pong"));
          case 11 -> new NotFound(readItems(in, "notFound"));
          default -> throw in.fail("type", 0, "is " + type + ", known are 1 to 11");
        };
    in.finish();
    return message;
  }

  private static int sizeHint(Message message) {
    return switch (message) {
      case TransactionBytes transaction -> transaction.bytes().length + 1;
      case BlockBytes block -> block.bytes().length + 1;
      case Blocks blocks -> 3 + blocks.blocks().stream().mapToInt(b -> b.length + 4).sum();
      case Inventory inventory -> 3 + inventory.items().size() * InventoryItem.BYTES;
      default -> 160;
    };
  }

  private static void writeHello(ByteWriter out, Hello hello) {
    byte[] agent = hello.agent().getBytes(StandardCharsets.UTF_8);
    out.u16(hello.network().protocol()).u32(hello.network().chain());
    hello.network().genesisHash().write(out);
    writeTip(out, hello.head());
    out.u16(hello.listeningPort()).u8(agent.length).bytes(agent);
  }

  private static Hello readHello(ByteReader in) throws DecodeException {
    Network network =
        new Network(in.u16("protocol"), in.u32("chain"), Bytes32.read(in, "genesisHash"));
    Tip head = readTip(in, "head");
    int port = in.u16("listeningPort");
    int length = in.count8("agent", MAX_AGENT_BYTES, 1);
    int start = in.position();
    return new Hello(network, head, port, utf8(in, start, in.bytes("agent", length)));
  }

  private static String utf8(ByteReader in, int start, byte[] bytes) throws DecodeException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw in.fail("agent", start, "is not UTF-8");
    }
  }

  private static void writeTip(ByteWriter out, Tip tip) {
    out.u64(tip.height());
    tip.hash().write(out);
  }

  private static Tip readTip(ByteReader in, String field) throws DecodeException {
    return in.nested(field, reader -> new Tip(reader.u64("height"), Bytes32.read(reader, "hash")));
  }

  private static void writeItems(ByteWriter out, List<InventoryItem> items) {
    out.u16(items.size());
    for (InventoryItem item : items) {
      out.u8(item.kind().code());
      item.id().write(out);
    }
  }

  private static List<InventoryItem> readItems(ByteReader in, String field) throws DecodeException {
    int count = in.count16(field, MAX_ITEMS, InventoryItem.BYTES);
    return in.list(field, count, MessageCodec::readItem);
  }

  private static InventoryItem readItem(ByteReader in) throws DecodeException {
    int start = in.position();
    int code = in.u8("kind");
    Kind kind =
        switch (code) {
          case 1 -> Kind.TRANSACTION;
          case 2 -> Kind.BLOCK;
          default -> throw in.fail("kind", start, "is " + code + ", known are 1 and 2");
        };
    return new InventoryItem(kind, Bytes32.read(in, "id"));
  }

  private static byte[] readRest(ByteReader in, String field, int max) throws DecodeException {
    int length = in.remaining();
    if (length == 0 || length > max) {
      throw in.fail(field, in.position(), "has " + length + " bytes, allowed are 1 to " + max);
    }
    return in.bytes(field, length);
  }

  private static GetBlocks readGetBlocks(ByteReader in) throws DecodeException {
    long from = in.u64("from");
    int start = in.position();
    int count = in.u16("count");
    if (count < 1 || count > MAX_BLOCKS) {
      throw in.fail("count", start, "is " + count + ", allowed are 1 to " + MAX_BLOCKS);
    }
    return new GetBlocks(from, count);
  }

  private static Blocks readBlocks(ByteReader in) throws DecodeException {
    int count = in.count16("count", MAX_BLOCKS, 4);
    List<byte[]> blocks = new ArrayList<>(count);
    int total = 0;
    for (int i = 0; i < count; i++) {
      int start = in.position();
      int length = in.u32("length");
      if (length < 1 || length > MAX_BLOCKS_BYTES - total) {
        throw in.fail(
            "length",
            start,
            "is " + Integer.toUnsignedString(length) + ", all blocks together have at most 4 MiB");
      }
      total += length;
      blocks.add(in.bytes("block", length));
    }
    return new Blocks(List.copyOf(blocks));
  }
}
