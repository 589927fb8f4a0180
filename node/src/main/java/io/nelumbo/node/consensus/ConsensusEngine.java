package io.nelumbo.node.consensus;

/** Decides when the next block is made and by whom. */
public interface ConsensusEngine extends AutoCloseable {
  /** Returns the engine's name, as "solo". */
  String name();

  /** Returns whether this node proposes blocks. */
  boolean proposes();

  /** Begins to work; called once. */
  void start();

  /** Stops and waits for the running step; closing twice is a no-op. */
  @Override
  void close();
}
