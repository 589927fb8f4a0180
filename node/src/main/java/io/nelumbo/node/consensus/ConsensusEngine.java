package io.nelumbo.node.consensus;

import java.util.function.Consumer;

/** Decides when the next block is made and by whom. */
public interface ConsensusEngine extends AutoCloseable {
  /** Returns the engine's name, as "solo". */
  String name();

  /** Returns whether this node proposes blocks. */
  boolean proposes();

  /**
   * Begins to work; called once.
   *
   * @param failed told on the engine's thread when the engine cannot go on; the node must stop then
   */
  void start(Consumer<Throwable> failed);

  /** Stops and waits for the running step; closing twice is a no-op. */
  @Override
  void close();
}
