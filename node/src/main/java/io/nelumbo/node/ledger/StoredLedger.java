package io.nelumbo.node.ledger;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.node.store.KeyValueStore;
import io.nelumbo.node.store.StoreBatch;
import io.nelumbo.verifier.AssetInfo;
import io.nelumbo.verifier.LedgerOverlay;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.StateKey;
import io.nelumbo.verifier.StateProof;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger on a key-value store. A block, its indexes and the state after it go into one synced
 * batch, so that the store always holds one whole head.
 */
public final class StoredLedger implements Ledger {
  private final KeyValueStore store;
  private final NetworkParameters parameters;
  private final StateTree tree;
  private final SupplyAudit supply;
  private final Optional<HeadMark> mark;
  private volatile Tip tip;

  /** What changes with each block, of one moment. */
  record Tip(Head head, NoteFrontier notes) {}

  StoredLedger(Medium medium, NetworkParameters parameters, SupplyAudit supply, Tip tip) {
    store = medium.store();
    mark = medium.mark();
    this.parameters = parameters;
    this.supply = supply;
    this.tip = tip;
    tree = new StateTree(path -> store.get(Keys.node(path)));
  }

  /** Where a ledger is kept; without a mark nothing notices that the store has become older. */
  public record Medium(KeyValueStore store, Optional<HeadMark> mark) {}

  /**
   * Opens the ledger of a network in {@code medium}: an empty store begins at the genesis, another
   * resumes at its head. The ledger owns store and mark from now on.
   *
   * @throws LedgerException when the store belongs to another network or contradicts itself
   */
  public static StoredLedger open(Medium medium, NetworkParameters parameters, TreeHash hash) {
    return LedgerOpening.open(medium, parameters, hash);
  }

  /** Opens a ledger without a mark. */
  public static StoredLedger open(
      KeyValueStore store, NetworkParameters parameters, TreeHash hash) {
    return open(new Medium(store, Optional.empty()), parameters, hash);
  }

  @Override
  public long announcedHeight() {
    return mark.flatMap(HeadMark::newest).map(HeadMark.Mark::height).orElse(head().height());
  }

  @Override
  public Head head() {
    return tip.head();
  }

  @Override
  public byte @Nullable [] state(StateKey key) {
    return store.get(Keys.state(key));
  }

  @Override
  public boolean anchorKnown(int pool, Anchor anchor) {
    return store.get(Keys.anchor(pool, anchor)) != null;
  }

  @Override
  public long height() {
    return head().height();
  }

  @Override
  public BlockHash headHash() {
    return head().hash();
  }

  @Override
  public long headTime() {
    return head().timeMillis();
  }

  @Override
  public long totalTransactions() {
    return head().totalTransactions();
  }

  @Override
  public NetworkParameters parameters() {
    return parameters;
  }

  @Override
  public Optional<byte[]> blockBytes(long height) {
    return Optional.ofNullable(store.get(Keys.block(height)));
  }

  @Override
  public Optional<Block> block(long height) {
    return blockBytes(height).map(Records::block);
  }

  @Override
  public Optional<BlockHash> blockHash(long height) {
    return summary(height).map(Records.Summary::hash);
  }

  @Override
  public Optional<Long> blockHeight(BlockHash hash) {
    return Optional.ofNullable(store.get(Keys.height(hash))).map(Records::number);
  }

  @Override
  public Optional<TransactionPlace> transactionPlace(TxId txid) {
    return Optional.ofNullable(store.get(Keys.transaction(txid))).map(Records::place);
  }

  @Override
  public Optional<CompactBlock> compactBlock(long height) {
    return block(height).flatMap(block -> summary(height).map(summary -> compact(block, summary)));
  }

  @Override
  public SortedMap<AssetId, Amount> balances(AccountKey account) {
    return byAsset(
        Keys.key(Keys.STATE, new byte[] {StateKey.BALANCES}, account.toByteArray()),
        value -> Amount.of(Records.number(value)));
  }

  @Override
  public SortedMap<AssetId, AssetInfo> assets() {
    return byAsset(Keys.key(Keys.STATE, new byte[] {StateKey.ASSETS}), AssetInfo::ofBytes);
  }

  @Override
  public SortedMap<AssetId, Amount> poolCounters(int pool) {
    return byAsset(
        Keys.key(Keys.STATE, new byte[] {StateKey.POOLS, (byte) pool}),
        value -> Amount.of(Records.number(value)));
  }

  @Override
  public synchronized StateProof prove(StateKey key) {
    return tree.prove(key.hash());
  }

  @Override
  public synchronized Preview preview(List<Transaction> transactions) {
    LedgerOverlay after = new LedgerOverlay(this);
    transactions.forEach(after::apply);
    after.creditFees(parameters.proposer());
    NoteFrontier notes = tip.notes();
    byte[] commitments = commitments(transactions);
    if (commitments.length > 0) {
      notes = notes.append(commitments);
      after.put(StateKey.noteTree(parameters.pool()), LedgerOpening.noteTreeValue(notes));
    }
    return LedgerOpening.preview(this, tree, supply, notes, after);
  }

  @Override
  public BigInteger held(AssetId asset) {
    return supply.held(asset);
  }

  @Override
  public synchronized void commit(Block block, Preview preview) {
    BlockHeader header = block.header();
    BlockHash hash = header.hash();
    checkFits(header, preview);
    Head next =
        new Head(
            header.height(),
            hash,
            header.timeMillis(),
            preview.noteTreeRoot(),
            preview.notes().leaves(),
            preview.stateCommitment(),
            header.totalTransactions());
    StoreBatch batch = new StoreBatch();
    batch.addAll(preview.changes());
    batch.put(Keys.block(next.height()), block.bytes());
    for (int i = 0; i < block.transactions().size(); i++) {
      batch.put(
          Keys.transaction(block.transactions().get(i).txid()),
          Records.place(new TransactionPlace(next.height(), i)));
    }
    LedgerOpening.addHead(batch, next, tip.notes().leaves(), parameters.pool());
    store.write(batch);
    mark.ifPresent(file -> file.raise(next.height(), hash));
    supply.accept(preview.supply());
    tip = new Tip(next, preview.notes());
  }

  @Override
  public void close() {
    mark.ifPresent(HeadMark::close);
    store.close();
  }

  private void checkFits(BlockHeader header, Preview preview) {
    if (!preview.parent().equals(head().hash())
        || !header.previous().equals(head().hash())
        || header.height() != head().height() + 1) {
      throw new LedgerException("block " + header.height() + " does not follow the head");
    }
    if (!header.noteTreeRoot().equals(preview.noteTreeRoot())
        || !header.stateCommitment().equals(preview.stateCommitment())) {
      throw new LedgerException("block " + header.height() + " does not lead to its roots");
    }
    mark.flatMap(HeadMark::newest)
        .ifPresent(announced -> announced.checkAgrees(header.height(), header.hash()));
  }

  private Optional<Records.Summary> summary(long height) {
    return Optional.ofNullable(store.get(Keys.summary(height))).map(Records::summary);
  }

  private <T> SortedMap<AssetId, T> byAsset(byte[] prefix, Function<byte[], T> reading) {
    SortedMap<AssetId, T> found = new TreeMap<>();
    scan(
        prefix,
        (key, value) ->
            found.put(
                new AssetId(FieldElement.of(Arrays.copyOfRange(key, key.length - 32, key.length))),
                reading.apply(value)));
    return found;
  }

  private void scan(byte[] prefix, BiConsumer<byte[], byte[]> consumer) {
    store.scan(
        prefix,
        (key, value) -> {
          consumer.accept(key, value);
          return true;
        });
  }

  private static byte[] commitments(List<Transaction> transactions) {
    ByteWriter out = new ByteWriter(0);
    for (Transaction transaction : transactions) {
      for (Action action : transaction.body().actions()) {
        action.outputs().forEach(output -> output.cm().write(out));
      }
    }
    return out.toByteArray();
  }

  private static CompactBlock compact(Block block, Records.Summary summary) {
    List<CompactBlock.CompactTransaction> shielded = new ArrayList<>();
    long position = summary.firstPosition();
    for (Transaction transaction : block.transactions()) {
      List<Action> actions = transaction.body().actions();
      if (actions.isEmpty()) {
        continue;
      }
      List<NoteOutput> outputs =
          actions.stream().flatMap(action -> action.outputs().stream()).toList();
      shielded.add(
          new CompactBlock.CompactTransaction(
              transaction.txid(),
              position,
              actions.stream().flatMap(action -> action.nullifiers().stream()).toList(),
              outputs));
      position += outputs.size();
    }
    return new CompactBlock(
        block.header().height(),
        summary.hash(),
        block.header().timeMillis(),
        summary.firstPosition(),
        block.header().noteTreeRoot(),
        shielded);
  }
}
