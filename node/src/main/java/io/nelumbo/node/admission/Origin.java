package io.nelumbo.node.admission;

/** Where an object came from. */
public sealed interface Origin {
  /** This node's own API or consensus engine. */
  record Local() implements Origin {}

  /** A peer, by the hex text of its peer id. */
  record Peer(String peerId) implements Origin {}

  /** The one local origin. */
  Origin LOCAL = new Local();
}
