package io.nelumbo.node.ledger;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.verifier.AssetInfo;
import io.nelumbo.verifier.LedgerView;
import io.nelumbo.verifier.StateKey;
import io.nelumbo.verifier.StateProof;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The chain and its state at the head.
 *
 * <p>Any thread may read; each answer is of one head, and two answers may be of different ones.
 * Only node.admission commits. Methods throw {@link LedgerException} when the stored chain is
 * damaged, and node.store's StoreException when the medium fails.
 */
public interface Ledger extends LedgerView, AutoCloseable {

  /** Returns the newest block's summary; all its fields are of one moment. */
  Head head();

  /**
   * Returns the height of the highest block that this node may have announced. It is above the head
   * when the store was replaced by an older one.
   */
  long announcedHeight();

  /** Returns the block at {@code height}; empty for the genesis and above the head. */
  Optional<Block> block(long height);

  /** Returns the bytes of the block at {@code height}, as {@link #block}. */
  Optional<byte[]> blockBytes(long height);

  /** Returns the hash of the block at {@code height}, the genesis included. */
  Optional<BlockHash> blockHash(long height);

  /** Returns the height of the block with {@code hash}, the genesis included. */
  Optional<Long> blockHeight(BlockHash hash);

  /** Returns where a transaction was committed. */
  Optional<TransactionPlace> transactionPlace(TxId txid);

  /** Returns the height at which a transaction was committed. */
  default Optional<Long> transactionHeight(TxId txid) {
    return transactionPlace(txid).map(TransactionPlace::height);
  }

  /** Returns a committed transaction. */
  default Optional<Transaction> transaction(TxId txid) {
    return transactionPlace(txid)
        .flatMap(
            place -> block(place.height()).map(block -> block.transactions().get(place.index())));
  }

  /** Returns what wallets scan in the block at {@code height}; empty as {@link #block}. */
  Optional<CompactBlock> compactBlock(long height);

  /** Returns the balances of an account, without zeros. */
  SortedMap<AssetId, Amount> balances(AccountKey account);

  /** Returns every asset that was ever issued. */
  SortedMap<AssetId, AssetInfo> assets();

  /** Returns the value of each asset inside {@code pool}, without zeros. */
  SortedMap<AssetId, Amount> poolCounters(int pool);

  /** Returns what all pools and accounts hold of an asset, summed from their entries. */
  BigInteger held(AssetId asset);

  /** Proves the presence or absence of a state entry under the head's state commitment. */
  StateProof prove(StateKey key);

  /**
   * Computes in memory what {@code transactions}, already verified on the head, lead to.
   *
   * @throws LedgerException when the supply would no longer add up or the note tree is full
   */
  Preview preview(List<Transaction> transactions);

  /**
   * Writes a block and the state after it in one synced, atomic batch.
   *
   * @param block a verified block on the head, whose roots are those of {@code preview}
   * @param preview of the block's transactions on the head
   * @throws LedgerException when they do not belong together or to the head, or when this node has
   *     announced another block at this height; nothing is written
   */
  void commit(Block block, Preview preview);

  @Override
  void close();
}
