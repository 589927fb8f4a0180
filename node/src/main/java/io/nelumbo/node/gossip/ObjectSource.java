package io.nelumbo.node.gossip;

import io.nelumbo.core.value.Bytes32;
import java.util.List;
import java.util.Optional;

/** What this node has to offer: its chain and its mempool. Thread-safe. */
public interface ObjectSource {

  /** The end of this node's chain. */
  Message.Tip head();

  /** Whether the object is in the chain or the mempool. */
  boolean has(InventoryItem item);

  /**
   * The object's bytes. A committed transaction is offered as a part of its block only, since to
   * find it there would take the parsing of the whole block.
   */
  Optional<byte[]> bytes(InventoryItem item);

  /** The bytes of the block at a height of the chain, 1 or more. */
  Optional<byte[]> blockBytes(long height);

  /** Up to {@code limit} txids of the mempool. */
  List<Bytes32> mempool(int limit);
}
