package io.nelumbo.node.ledger;

import io.nelumbo.engine.ProtocolHash;

/** The hash of the note commitment tree (docs/protocol/hashes.md 3, notes.md 3). */
public interface TreeHash {
  /** The native library's. */
  TreeHash ENGINE =
      new TreeHash() {
        @Override
        public byte[] nodes(byte[] children) {
          return ProtocolHash.merkleNodes(children);
        }

        @Override
        public byte[] empty(int pool) {
          return ProtocolHash.emptyNodes(pool);
        }
      };

  /** Returns the parent, 32 bytes, of each group of four children of 32 bytes. */
  byte[] nodes(byte[] children);

  /** Returns the empty leaf and the empty node of each of the 16 levels above it, 32 bytes each. */
  byte[] empty(int pool);
}
