package io.nelumbo.wallet.chain;

import io.nelumbo.core.key.AccountKey;
import java.util.List;

/**
 * The chain as a wallet reads it. Calls block; implementations are thread-safe and check what they
 * receive for form, not for truth.
 */
public interface ChainSource {
  /** The network that the node serves. */
  Network network() throws ChainException;

  /** Height of the newest block. */
  long headHeight() throws ChainException;

  /**
   * Blocks from a height on, in order, without gaps; as many as the node cares to give at once;
   * empty when there are none.
   */
  List<CompactBlock> compactBlocks(long from) throws ChainException;

  /** The state of a transparent account, now. */
  AccountState account(AccountKey account) throws ChainException;
}
