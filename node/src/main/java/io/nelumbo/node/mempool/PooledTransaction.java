package io.nelumbo.node.mempool;

import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.tx.WtxId;

/**
 * A transaction with its ids and size, computed once.
 *
 * @param transaction the transaction
 * @param txid the id of what it does
 * @param wtxid the id of its bytes
 * @param size its encoding's length in bytes
 * @param source the address that sent it first, "" for this node's own API
 */
public record PooledTransaction(
    Transaction transaction, TxId txid, WtxId wtxid, int size, String source) {

  /** Computes ids and size. */
  public static PooledTransaction of(Transaction transaction, int size, String source) {
    return new PooledTransaction(
        transaction, transaction.txid(), transaction.wtxid(), size, source);
  }

  /** Returns what a byte of it pays; only its order counts. */
  double feePerByte() {
    long fee = transaction.body().fee().units();
    double unsigned = fee >= 0 ? fee : 2.0 * (fee >>> 1);
    return unsigned / size;
  }
}
