package io.nelumbo.node.consensus;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Signature64;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.ledger.Preview;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.PooledTransaction;
import io.nelumbo.verifier.LedgerOverlay;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.TransactionVerifier;
import java.util.ArrayList;
import java.util.List;

/** Makes a block on the head of what waits in the mempool. */
public final class BlockProducer {
  private final Ledger ledger;
  private final Mempool mempool;
  private final TransactionVerifier verifier;

  /** Makes a producer. */
  public BlockProducer(Ledger ledger, Mempool mempool, TransactionVerifier verifier) {
    this.ledger = ledger;
    this.mempool = mempool;
    this.verifier = verifier;
  }

  /**
   * Makes a signed block on the head.
   *
   * @param nowMillis the proposer's clock; the block's time is later than its parent's in any case
   */
  public Block produce(ProposerKey key, long nowMillis) {
    Head head = ledger.head();
    List<Transaction> body = select();
    Preview preview = ledger.preview(body);
    BlockHeader header =
        new BlockHeader(
            BlockHeader.VERSION,
            ledger.parameters().chain(),
            head.height() + 1,
            head.hash(),
            Math.max(nowMillis, head.timeMillis() + 1),
            Block.transactionRoot(body),
            preview.noteTreeRoot(),
            preview.stateCommitment(),
            head.totalTransactions() + body.size(),
            body.size(),
            key.account());
    Signature64 signature = key.sign(header.hash().bytes());
    return new Block(header, signature, body);
  }

  /** Takes what pays most for a byte and is valid after what was taken before. */
  private List<Transaction> select() {
    List<Transaction> body = new ArrayList<>();
    LedgerOverlay state = new LedgerOverlay(ledger);
    NetworkParameters parameters = ledger.parameters();
    long length = Block.length(List.of());
    for (PooledTransaction pooled : mempool.byWorth()) {
      Transaction transaction = pooled.transaction();
      boolean room =
          body.size() < Block.MAX_TRANSACTIONS
              && length + Integer.BYTES + pooled.size() <= Block.MAX_LENGTH;
      if (room
          && verifier.checkCheap(transaction, parameters, ledger.height() + 1).accepted()
          && verifier.checkState(transaction, state).accepted()) {
        state.apply(transaction);
        body.add(transaction);
        length += Integer.BYTES + pooled.size();
      }
    }
    return body;
  }
}
