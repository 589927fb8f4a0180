package io.nelumbo.node.gossip;

import io.nelumbo.node.gossip.InventoryItem.Kind;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.node.metrics.NodeMetrics.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers what peers ask for. Whatever a peer does not read in time is dropped, not queued. */
final class ObjectServer {

  private final ObjectSource source;
  private final NodeMetrics metrics;

  ObjectServer(ObjectSource source, NodeMetrics metrics) {
    this.source = source;
    this.metrics = metrics;
  }

  /** Sends each object, and one list of those that are not here. */
  void serve(PeerState peer, Message.Get get) {
    List<InventoryItem> missing = new ArrayList<>();
    for (InventoryItem item : get.items()) {
      Optional<byte[]> bytes = source.bytes(item);
      if (bytes.isEmpty()) {
        missing.add(item);
      } else if (peer.link.send(message(item, bytes.get()))) {
        peer.known.add(item.id());
        metrics.relayed(subject(item));
      }
    }
    if (!missing.isEmpty()) {
      peer.link.send(new Message.NotFound(List.copyOf(missing)));
    }
  }

  /** Sends as many blocks from the height on as one message holds; none when the chain ends. */
  void serve(PeerState peer, Message.GetBlocks get) {
    List<byte[]> blocks = new ArrayList<>();
    int room = MessageCodec.MAX_BLOCKS_BYTES;
    for (int i = 0; i < get.count(); i++) {
      Optional<byte[]> block = source.blockBytes(get.from() + i);
      if (block.isEmpty() || block.get().length > room) {
        break;
      }
      room -= block.get().length;
      blocks.add(block.get());
    }
    if (peer.link.send(new Message.Blocks(List.copyOf(blocks)))) {
      blocks.forEach(block -> metrics.relayed(Subject.BLOCK));
    }
  }

  static Subject subject(InventoryItem item) {
    return item.kind() == Kind.TRANSACTION ? Subject.TRANSACTION : Subject.BLOCK;
  }

  private static Message message(InventoryItem item, byte[] bytes) {
    return item.kind() == Kind.TRANSACTION
        ? new Message.TransactionBytes(bytes)
        : new Message.BlockBytes(bytes);
  }
}
