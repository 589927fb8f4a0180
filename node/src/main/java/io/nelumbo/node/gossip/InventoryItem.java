package io.nelumbo.node.gossip;

import io.nelumbo.core.value.Bytes32;

/** Names one object that peers exchange: a transaction by its txid, a block by its hash. */
public record InventoryItem(Kind kind, Bytes32 id) {

  /** Bytes of one item on the wire. */
  static final int BYTES = 33;

  /** What kind of object. */
  public enum Kind {
    TRANSACTION(1),
    BLOCK(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  static InventoryItem transaction(Bytes32 txid) {
    return new InventoryItem(Kind.TRANSACTION, txid);
  }

  static InventoryItem block(Bytes32 hash) {
    return new InventoryItem(Kind.BLOCK, hash);
  }
}
