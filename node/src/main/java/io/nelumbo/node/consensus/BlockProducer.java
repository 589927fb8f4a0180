package io.nelumbo.node.consensus;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Signature64;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.ledger.LedgerException;
import io.nelumbo.node.ledger.Preview;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.PooledTransaction;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.LedgerOverlay;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.TransactionVerifier;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a block on the head of what waits in the mempool. */
public final class BlockProducer {
  private static final Logger log = LoggerFactory.getLogger(BlockProducer.class);

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

  /**
   * Takes what pays most for a byte and is valid after what was taken before. A transaction whose
   * judgement or application fails would fail every block to come, so it leaves the mempool.
   */
  private List<Transaction> select() {
    List<PooledTransaction> waiting = new ArrayList<>(mempool.byWorth());
    Selection selection = new Selection();
    while (!selection.takeAll(waiting)) {
      // What was applied in part cannot be taken back: begin again without the culprit.
      waiting.removeIf(pooled -> !mempool.contains(pooled.txid()));
      selection = new Selection();
    }
    return selection.body;
  }

  /** The transactions of one block and the state after them. */
  private final class Selection {
    private final List<Transaction> body = new ArrayList<>();
    private final LedgerOverlay state = new LedgerOverlay(ledger);
    private long length = Block.length(List.of());

    /** Returns whether none failed; the one that did is out of the mempool then. */
    boolean takeAll(List<PooledTransaction> waiting) {
      for (PooledTransaction pooled : waiting) {
        try {
          take(pooled);
        } catch (StoreException | LedgerException e) {
          throw e;
        } catch (RuntimeException e) {
          log.error("transaction {} failed and is dropped", pooled.txid(), e);
          mempool.remove(pooled.txid());
          return false;
        }
      }
      return true;
    }

    private void take(PooledTransaction pooled) {
      Transaction transaction = pooled.transaction();
      NetworkParameters parameters = ledger.parameters();
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
  }
}
