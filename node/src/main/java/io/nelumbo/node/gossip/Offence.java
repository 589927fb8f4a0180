package io.nelumbo.node.gossip;

/** What costs a peer points (docs/protocol/peers.md 5). */
enum Offence {
  MALFORMED(100),
  INVALID_PROOF_OR_SIGNATURE(50),
  REJECTED(25),
  FALSE_HEIGHT(25),
  UNSOLICITED(20),
  OLD_BLOCKS(10),
  WITHDRAWN(5),
  TIMEOUT(5);

  private final int points;

  Offence(int points) {
    this.points = points;
  }

  int points() {
    return points;
  }
}
