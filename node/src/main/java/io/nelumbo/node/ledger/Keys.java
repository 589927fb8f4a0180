package io.nelumbo.node.ledger;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.Hex;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.verifier.StateKey;
import java.util.Arrays;

/** Where the ledger's records stand in the store: one byte for the kind, then the record's name. */
final class Keys {
  /** Begins every state entry; space and key bytes follow. */
  static final int STATE = 6;

  private static final int HEAD = 1;
  private static final int BLOCK = 2;
  private static final int HEIGHT = 3;
  private static final int TRANSACTION = 4;
  private static final int ANCHOR = 5;
  private static final int NODE = 7;
  private static final int FRONTIER = 8;
  private static final int SUMMARY = 9;
  private static final int GENESIS = 10;

  private Keys() {}

  static byte[] head() {
    return key(HEAD);
  }

  static byte[] genesis() {
    return key(GENESIS);
  }

  static byte[] frontier() {
    return key(FRONTIER);
  }

  static byte[] block(long height) {
    return key(BLOCK, number(height));
  }

  static byte[] summary(long height) {
    return key(SUMMARY, number(height));
  }

  static byte[] height(BlockHash hash) {
    return key(HEIGHT, hash.toByteArray());
  }

  static byte[] transaction(TxId txid) {
    return key(TRANSACTION, txid.toByteArray());
  }

  static byte[] anchor(int pool, Anchor anchor) {
    return key(ANCHOR, new byte[] {(byte) pool}, anchor.toByteArray());
  }

  static byte[] state(StateKey stateKey) {
    return key(STATE, stateKey.toByteArray());
  }

  static byte[] node(byte[] path) {
    return key(NODE, path);
  }

  /** Returns the key bytes of a kind followed by parts; also the prefix of a scan. */
  static byte[] key(int kind, byte[]... parts) {
    ByteWriter out = new ByteWriter(72);
    out.u8(kind);
    for (byte[] part : parts) {
      out.bytes(part);
    }
    return out.toByteArray();
  }

  /** Returns the name of a key, for people. */
  static String describe(byte[] key) {
    String kind =
        switch (key[0]) {
          case 0 -> "format";
          case HEAD -> "head";
          case BLOCK -> "block";
          case HEIGHT -> "height of block";
          case TRANSACTION -> "place of transaction";
          case ANCHOR -> "anchor";
          case STATE -> "state entry";
          case NODE -> "state tree node";
          case FRONTIER -> "note tree frontier";
          case SUMMARY -> "summary of height";
          case GENESIS -> "genesis";
          default -> "unknown kind " + key[0];
        };
    return key.length == 1 ? kind : kind + " " + Hex.encode(Arrays.copyOfRange(key, 1, key.length));
  }

  private static byte[] number(long height) {
    return new ByteWriter(8).u64(height).toByteArray();
  }
}
