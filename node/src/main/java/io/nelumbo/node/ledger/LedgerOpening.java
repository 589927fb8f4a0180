package io.nelumbo.node.ledger;

import io.nelumbo.core.block.Allocation;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.store.KeyValueStore;
import io.nelumbo.node.store.StoreBatch;
import io.nelumbo.verifier.AssetInfo;
import io.nelumbo.verifier.LedgerOverlay;
import io.nelumbo.verifier.LedgerView;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.StateHash;
import io.nelumbo.verifier.StateKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a ledger at the genesis, or resumes one and checks that what is stored belongs together.
 */
final class LedgerOpening {
  private static final Logger log = LoggerFactory.getLogger(LedgerOpening.class);

  private LedgerOpening() {}

  static StoredLedger open(
      StoredLedger.Medium medium, NetworkParameters parameters, TreeHash hash) {
    KeyValueStore store = medium.store();
    byte[] genesis = store.get(Keys.genesis());
    if (genesis == null) {
      begin(store, parameters, NoteFrontier.empty(hash, parameters.pool()));
    } else if (!Arrays.equals(genesis, parameters.genesis().bytes())) {
      throw new LedgerException(
          "the data folder belongs to a network with another genesis; choose another folder");
    }
    StoredLedger ledger = resume(medium, parameters, hash);
    medium.mark().flatMap(HeadMark::newest).ifPresent(mark -> compare(mark, ledger));
    return ledger;
  }

  private static void compare(HeadMark.Mark mark, StoredLedger ledger) {
    ledger.blockHash(mark.height()).ifPresent(stored -> mark.checkAgrees(mark.height(), stored));
    if (ledger.height() < mark.height()) {
      log.warn(
          "the store ends at height {}, but block {} was announced: blocks were lost and have to"
              + " come from peers or an export; none is proposed before that",
          ledger.height(),
          mark.height());
    }
  }

  private static void begin(KeyValueStore store, NetworkParameters parameters, NoteFrontier notes) {
    LedgerView nothing = new Nothing(parameters);
    LedgerOverlay first = new LedgerOverlay(nothing);
    Amount issued = Amount.ZERO;
    for (Allocation allocation : parameters.genesis().allocations()) {
      issued = issued.plus(allocation.amount());
      if (!allocation.amount().isZero()) {
        first.put(
            StateKey.balance(allocation.account(), parameters.nativeAsset()),
            Records.number(allocation.amount().units()));
      }
    }
    first.put(
        StateKey.asset(parameters.nativeAsset()),
        new AssetInfo(Bytes32.ZERO, 0, issued).toByteArray());
    first.put(StateKey.noteTree(parameters.pool()), noteTreeValue(notes));
    first.put(StateKey.parameters(), parameters.genesisHash().toByteArray());
    StateTree tree = new StateTree(path -> store.get(Keys.node(path)));
    Preview preview = preview(nothing, tree, new SupplyAudit(), notes, first);
    StoreBatch batch = new StoreBatch();
    batch.addAll(preview.changes());
    batch.put(Keys.genesis(), parameters.genesis().bytes());
    Head head =
        new Head(
            0,
            parameters.genesisBlock(),
            parameters.genesis().timeMillis(),
            preview.noteTreeRoot(),
            0,
            preview.stateCommitment(),
            0);
    addHead(batch, head, 0, parameters.pool());
    store.write(batch);
  }

  private static StoredLedger resume(
      StoredLedger.Medium medium, NetworkParameters parameters, TreeHash hash) {
    KeyValueStore store = medium.store();
    Head head = Records.head(need(store, Keys.head(), "head"));
    NoteFrontier notes =
        NoteFrontier.ofBytes(hash, parameters.pool(), need(store, Keys.frontier(), "note tree"));
    SupplyAudit supply = new SupplyAudit();
    byte[] prefix = Keys.key(Keys.STATE);
    store.scan(
        prefix,
        (key, value) -> {
          supply.count(StateKey.ofBytes(Arrays.copyOfRange(key, 1, key.length)), value);
          return true;
        });
    supply.check();
    StateTree tree = new StateTree(path -> store.get(Keys.node(path)));
    boolean whole =
        tree.root().equals(head.stateCommitment())
            && notes.root().equals(head.noteTreeRoot())
            && notes.leaves() == head.notes()
            && (head.height() == 0 || headerAgrees(store, head));
    if (!whole) {
      throw new LedgerException(
          "the stored state is not that of its head at height "
              + head.height()
              + "; restore a copy, or empty the data folder and sync again");
    }
    return new StoredLedger(medium, parameters, supply, new StoredLedger.Tip(head, notes));
  }

  private static boolean headerAgrees(KeyValueStore store, Head head) {
    BlockHeader header =
        Records.block(need(store, Keys.block(head.height()), "head block")).header();
    return header.hash().equals(head.hash())
        && header.stateCommitment().equals(head.stateCommitment())
        && header.noteTreeRoot().equals(head.noteTreeRoot());
  }

  /** Computes what a changed view leads to: new tree nodes, roots, and the checked supply. */
  static Preview preview(
      LedgerView before,
      StateTree tree,
      SupplyAudit supply,
      NoteFrontier notes,
      LedgerOverlay after) {
    Map<AssetId, SupplyAudit.Row> sums = supply.checkAfter(after.changes(), before);
    TreeMap<Bytes32, Optional<Bytes32>> leaves = new TreeMap<>();
    StoreBatch batch = new StoreBatch();
    after
        .changes()
        .forEach((key, value) -> {
          leaves.put(key.hash(), value.map(StateHash::value));
          put(batch, Keys.state(key), value);
        });
    StateTree.Update update = tree.update(leaves);
    update.nodes().forEach((path, node) -> put(batch, Keys.node(path), node));
    batch.put(Keys.frontier(), notes.toByteArray());
    return new Preview(before.headHash(), update.root(), notes, sums, batch);
  }

  /** Adds the records by which a head and its height are found. */
  static void addHead(StoreBatch batch, Head head, long firstPosition, int pool) {
    batch.put(Keys.head(), Records.head(head));
    batch.put(Keys.height(head.hash()), Records.number(head.height()));
    batch.put(
        Keys.summary(head.height()),
        Records.summary(new Records.Summary(head.hash(), firstPosition)));
    batch.put(Keys.anchor(pool, head.noteTreeRoot()), Records.number(head.height()));
  }

  /** Returns the state value of docs/protocol/chain.md 5, space 6. */
  static byte[] noteTreeValue(NoteFrontier notes) {
    ByteWriter out = new ByteWriter(40);
    notes.root().write(out);
    return out.u64(notes.leaves()).toByteArray();
  }

  private static void put(StoreBatch batch, byte[] key, Optional<byte[]> value) {
    if (value.isPresent()) {
      batch.put(key, value.get());
    } else {
      batch.delete(key);
    }
  }

  private static byte[] need(KeyValueStore store, byte[] key, String name) {
    byte[] value = store.get(key);
    if (value == null) {
      throw new LedgerException(
          "the stored " + name + " is missing; restore a copy, or empty the data folder");
    }
    return value;
  }

  /** The state before the genesis. */
  private record Nothing(NetworkParameters parameters) implements LedgerView {
    @Override
    public byte @Nullable [] state(StateKey key) {
      return null;
    }

    @Override
    public boolean anchorKnown(int pool, Anchor anchor) {
      return false;
    }

    @Override
    public long height() {
      return 0;
    }

    @Override
    public BlockHash headHash() {
      return parameters.genesisBlock();
    }

    @Override
    public long headTime() {
      return 0;
    }

    @Override
    public long totalTransactions() {
      return 0;
    }
  }
}
