package io.nelumbo.wallet.chain;

import io.nelumbo.core.tx.Transaction;

/** Where finished transactions go. */
public interface Broadcaster {
  /**
   * Hands a transaction to the network.
   *
   * @throws ChainException when the node did not accept it; the message gives the node's reason,
   *     and {@link ChainException#isRefused} says whether the transaction may still be committed
   */
  void submit(Transaction transaction) throws ChainException;
}
