package io.nelumbo.node.gossip;

import io.nelumbo.node.gossip.InventoryItem.Kind;
import io.nelumbo.node.metrics.NodeMetrics;
import io.nelumbo.node.metrics.NodeMetrics.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Answers what peers ask for. What a peer asks for is remembered by name and loaded only while the
 * peer reads, so that asking costs this node no more than it costs the peer.
 */
final class ObjectServer {

  private final ObjectSource source;
  private final NodeMetrics metrics;

  ObjectServer(ObjectSource source, NodeMetrics metrics) {
    this.source = source;
    this.metrics = metrics;
  }

  /**
   * Takes a request on; {@link #serve} answers it. Objects beyond those of one message that wait
   * already are forgotten.
   *
   * @return false, and takes nothing on, if the message names an object twice
   */
  boolean asked(PeerState peer, Message.Get get) {
    if (new HashSet<>(get.items()).size() < get.items().size()) {
      return false;
    }
    for (InventoryItem item : get.items()) {
      if (peer.toServe.size() + peer.missing.size() < MessageCodec.MAX_ITEMS) {
        peer.toServe.add(item);
      }
    }
    return true;
  }

  /** Takes a request for a range on; one that still waits is forgotten. */
  void asked(PeerState peer, Message.GetBlocks get) {
    peer.rangeToServe = get;
  }

  /** Sends each object, and one list of those that are not here, as far as the peer reads. */
  void serve(PeerState peer) {
    while (!peer.toServe.isEmpty() && peer.link.writable()) {
      InventoryItem item = peer.toServe.removeFirst();
      Optional<byte[]> bytes = source.bytes(item);
      if (bytes.isEmpty()) {
        peer.missing.add(item);
      } else if (peer.link.send(message(item, bytes.get()))) {
        peer.known.add(item.id());
        metrics.relayed(subject(item));
      }
    }
    if (!peer.missing.isEmpty()
        && peer.link.writable()
        && peer.link.send(new Message.NotFound(List.copyOf(peer.missing)))) {
      peer.missing.clear();
    }
    Message.GetBlocks range = peer.rangeToServe;
    if (range != null && peer.link.writable()) {
      peer.rangeToServe = null;
      serve(peer, range);
    }
  }

  /** Sends as many blocks from the height on as one message holds; none when the chain ends. */
  private void serve(PeerState peer, Message.GetBlocks get) {
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
