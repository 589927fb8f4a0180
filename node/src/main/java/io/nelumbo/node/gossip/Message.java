package io.nelumbo.node.gossip;

import io.nelumbo.core.value.Bytes32;
import java.util.List;

/** The messages of docs/protocol/peers.md 2. Byte arrays are handed over, not copied. */
public sealed interface Message {

  /** The type byte on the wire. */
  int type();

  /** The name in metrics and logs. */
  String name();

  /** The first frame in each direction. */
  record Hello(Network network, Tip head, int listeningPort, String agent) implements Message {
    @Override
    public int type() {
      return 1;
    }

    @Override
    public String name() {
      return "hello";
    }
  }

  /** What both ends must agree on; {@code chain} is an unsigned 32-bit number. */
  record Network(int protocol, int chain, Bytes32 genesisHash) {}

  /** A place in the chain; {@code height} is unsigned. */
  record Tip(long height, Bytes32 hash) {}

  /** "I have these, and found them valid." */
  record Inventory(List<InventoryItem> items) implements Message {
    @Override
    public int type() {
      return 2;
    }

    @Override
    public String name() {
      return "inventory";
    }
  }

  /** "Send me these." */
  record Get(List<InventoryItem> items) implements Message {
    @Override
    public int type() {
      return 3;
    }

    @Override
    public String name() {
      return "get";
    }
  }

  /** The bytes of a transaction, not yet parsed. */
  record TransactionBytes(byte[] bytes) implements Message {
    @Override
    public int type() {
      return 4;
    }

    @Override
    public String name() {
      return "transaction";
    }
  }

  /** The bytes of a block, not yet parsed. */
  record BlockBytes(byte[] bytes) implements Message {
    @Override
    public int type() {
      return 5;
    }

    @Override
    public String name() {
      return "block";
    }
  }

  /** "Send me up to {@code count} blocks from height {@code from}." */
  record GetBlocks(long from, int count) implements Message {
    @Override
    public int type() {
      return 6;
    }

    @Override
    public String name() {
      return "get-blocks";
    }
  }

  /** The answer to {@link GetBlocks}, ascending. */
  record Blocks(List<byte[]> blocks) implements Message {
    @Override
    public int type() {
      return 7;
    }

    @Override
    public String name() {
      return "blocks";
    }
  }

  /** "My chain now ends here." */
  record Head(Tip tip) implements Message {
    @Override
    public int type() {
      return 8;
    }

    @Override
    public String name() {
      return "head";
    }
  }

  /** Asks for a sign of life. */
  record Ping(long nonce) implements Message {
    @Override
    public int type() {
      return 9;
    }

    @Override
    public String name() {
      return "ping";
    }
  }

  /** Answers {@link Ping}. */
  record Pong(long nonce) implements Message {
    @Override
    public int type() {
      return 10;
    }

    @Override
    public String name() {
      return "pong";
    }
  }

  /** "I do not have these." */
  record NotFound(List<InventoryItem> items) implements Message {
    @Override
    public int type() {
      return 11;
    }

    @Override
    public String name() {
      return "not-found";
    }
  }
}
