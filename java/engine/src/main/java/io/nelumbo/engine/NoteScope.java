package io.nelumbo.engine;

/**
 * Which chain and pool a note belongs to.
 *
 * @param chain the chain id, 32 unsigned bits
 * @param pool 1 to 255
 */
public record NoteScope(int chain, int pool) {
  /** Checks the pool. */
  public NoteScope {
    Lengths.pool(pool);
  }
}
