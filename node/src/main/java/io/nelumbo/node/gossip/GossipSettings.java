package io.nelumbo.node.gossip;

import io.nelumbo.core.value.Bytes32;

/**
 * Who this node is to its peers.
 *
 * @param chain the chain id, unsigned
 * @param agent what hello shows, at most 64 bytes of UTF-8
 */
public record GossipSettings(int chain, Bytes32 genesisHash, String agent) {

  /** The version of docs/protocol/peers.md. */
  static final int PROTOCOL = 1;

  Message.Network network() {
    return new Message.Network(PROTOCOL, chain, genesisHash);
  }
}
