package io.nelumbo.node.admission;

/** Where an object came from. */
public sealed interface Origin {
  /** This node's own API or consensus engine. */
  record Local() implements Origin {}

  /**
   * This node's journal of the mempool, after a start. It keeps what cannot be judged yet and hands
   * it in again, so that this takes none of the room of others.
   */
  record Journal() implements Origin {}

  /**
   * A peer.
   *
   * @param source what the shares of one sender are counted by: its address (docs/protocol/peers.md
   *     5), so that one machine cannot pose as many
   */
  record Peer(String source) implements Origin {}

  /** The one local origin. */
  Origin LOCAL = new Local();

  /** The one journal. */
  Origin JOURNAL = new Journal();
}
