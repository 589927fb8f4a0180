package io.nelumbo.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.node.store.KeyValueStore;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.node.store.RocksStore;
import io.nelumbo.node.store.StoreBatch;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.StateKey;
import io.nelumbo.verifier.StateProof;
import io.nelumbo.verifier.kit.TestAccount;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredLedgerTest {
  private static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;
  private static final AssetId NATIVE = NETWORK.nativeAsset();
  private static final TestAccount ALICE = TestNetwork.rich(1);
  private static final TestAccount BOB = TestNetwork.rich(2);

  private final Arb arb = Arb.seeded("StoredLedgerTest");
  private final MemoryStore store = new MemoryStore();

  @TempDir Path folder;

  private static StoredLedger open(KeyValueStore store) {
    return StoredLedger.open(store, NETWORK, new TestTreeHash());
  }

  private Transaction deposit(Ledger ledger, TestAccount from, long amount) {
    return TxBuilder.deposit(NETWORK, from, ledger.nextNonce(from.key()), amount, arb)
        .anchor(ledger.head().noteTreeRoot())
        .build();
  }

  private Transaction payment(Ledger ledger, TestAccount from, TestAccount to, long amount) {
    return TxBuilder.payment(NETWORK, from, ledger.nextNonce(from.key()), to.key(), amount).build();
  }

  @Test
  void beginsAtTheGenesis() {
    Ledger ledger = open(store);
    assertThat(ledger.height()).isZero();
    assertThat(ledger.headHash()).isEqualTo(NETWORK.genesisBlock());
    assertThat(ledger.balance(ALICE.key(), NATIVE)).isEqualTo(TestNetwork.RICHES);
    assertThat(ledger.assets().get(NATIVE).issued()).isEqualTo(Amount.of(8_000_000));
    assertThat(ledger.anchorKnown(1, ledger.head().noteTreeRoot())).isTrue();
    assertThat(ledger.anchorKnown(2, ledger.head().noteTreeRoot())).isFalse();
    assertThat(ledger.block(0)).isEmpty();
    assertThat(ledger.blockHash(0)).contains(NETWORK.genesisBlock());
  }

  @Test
  void aBlockMovesBalancesNoncesPoolsFeesAndNotes() {
    Ledger ledger = open(store);
    Transaction pay = payment(ledger, ALICE, BOB, 100);
    Transaction deposit = deposit(ledger, BOB, 300);
    Block block = TestChain.commit(ledger, pay, deposit);

    assertThat(ledger.height()).isEqualTo(1);
    assertThat(ledger.balance(ALICE.key(), NATIVE)).isEqualTo(Amount.of(1_000_000 - 110));
    assertThat(ledger.balance(BOB.key(), NATIVE)).isEqualTo(Amount.of(1_000_000 + 100 - 310));
    assertThat(ledger.balance(TestNetwork.PROPOSER.key(), NATIVE)).isEqualTo(Amount.of(20));
    assertThat(ledger.nextNonce(ALICE.key())).isEqualTo(1);
    assertThat(ledger.poolCounters(1)).containsEntry(NATIVE, Amount.of(300));
    assertThat(ledger.noteCount(1)).isEqualTo(2).isEqualTo(ledger.head().notes());
    for (Nullifier nullifier : deposit.body().actions().get(0).nullifiers()) {
      assertThat(ledger.nullifierSpent(1, nullifier)).isTrue();
      assertThat(ledger.nullifierSpent(2, nullifier)).isFalse();
    }
    assertThat(ledger.block(1)).contains(block);
    assertThat(ledger.blockHeight(block.hash())).contains(1L);
    assertThat(ledger.transactionHeight(pay.txid())).contains(1L);
    assertThat(ledger.transaction(deposit.txid())).contains(deposit);
    assertThat(ledger.transaction(arb.transaction().txid())).isEmpty();
    assertThat(ledger.totalTransactions()).isEqualTo(2);
    assertThat(ledger.balances(BOB.key())).hasSize(1);
  }

  @Test
  void issuedAssetsAppearWithTheirSupply() {
    Ledger ledger = open(store);
    Transaction issue =
        new TxBuilder(NETWORK)
            .entry(
                ALICE,
                0,
                List.of(new Debit(NATIVE, TestNetwork.FEE)),
                List.of(new Issue(3, Amount.of(77), BOB.key())))
            .build();
    TestChain.commit(ledger, issue);
    AssetId asset = AssetId.derive(7, ALICE.key().bytes(), 3);
    assertThat(ledger.assets().get(asset).issued()).isEqualTo(Amount.of(77));
    assertThat(ledger.balances(BOB.key())).containsEntry(asset, Amount.of(77));
  }

  @Test
  void everyBlockEndRootStaysAnAnchorAndCompactBlocksCarryPositions() {
    Ledger ledger = open(store);
    List<io.nelumbo.core.tree.Anchor> roots = new ArrayList<>();
    List<NoteOutput> outputs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Transaction deposit = deposit(ledger, ALICE, 10);
      TestChain.commit(ledger, payment(ledger, BOB, ALICE, 1), deposit);
      outputs.addAll(deposit.body().actions().get(0).outputs());
      roots.add(ledger.head().noteTreeRoot());
    }
    assertThat(roots).doesNotHaveDuplicates();
    assertThat(roots).allMatch(root -> ledger.anchorKnown(1, root));
    for (long height = 1; height <= 5; height++) {
      CompactBlock compact = ledger.compactBlock(height).orElseThrow();
      assertThat(compact.firstPosition()).isEqualTo(2 * (height - 1));
      assertThat(compact.transactions()).hasSize(1);
      CompactBlock.CompactTransaction shielded = compact.transactions().get(0);
      assertThat(shielded.firstPosition()).isEqualTo(compact.firstPosition());
      assertThat(shielded.outputs())
          .isEqualTo(outputs.subList((int) (2 * (height - 1)), (int) (2 * height)));
    }
    assertThat(ledger.compactBlock(6)).isEmpty();
  }

  @Test
  void anEmptyBlockLeavesTheStateCommitmentAlone() {
    Ledger ledger = open(store);
    var before = ledger.head().stateCommitment();
    TestChain.commit(ledger);
    assertThat(ledger.head().stateCommitment()).isEqualTo(before);
    assertThat(ledger.height()).isEqualTo(1);
  }

  @Test
  void resumesOnDiskAtTheSameHeadWithTheSameAnswers() {
    Head head;
    StateProof proof;
    Transaction deposit;
    try (Ledger ledger = open(RocksStore.open(folder))) {
      deposit = deposit(ledger, ALICE, 500);
      TestChain.commit(ledger, deposit);
      TestChain.commit(ledger, payment(ledger, ALICE, BOB, 3));
      head = ledger.head();
      proof = ledger.prove(StateKey.nonce(ALICE.key()));
    }
    try (Ledger ledger = open(RocksStore.open(folder))) {
      assertThat(ledger.head()).isEqualTo(head);
      assertThat(ledger.prove(StateKey.nonce(ALICE.key()))).isEqualTo(proof);
      assertThat(ledger.transaction(deposit.txid())).contains(deposit);
      TestChain.commit(ledger, deposit(ledger, BOB, 1));
      MemoryStore memory = new MemoryStore();
      Ledger replayed = open(memory);
      for (long height = 1; height <= 3; height++) {
        Block block = ledger.block(height).orElseThrow();
        replayed.commit(block, replayed.preview(block.transactions()));
      }
      assertThat(replayed.head()).isEqualTo(ledger.head());
    }
  }

  @Test
  void provesStateUnderTheHeadersCommitment() {
    Ledger ledger = open(store);
    Transaction deposit = deposit(ledger, ALICE, 500);
    Block block = TestChain.commit(ledger, deposit);
    StateKey spent = StateKey.nullifier(1, deposit.body().actions().get(0).nullifiers().get(0));
    StateKey unspent = StateKey.nullifier(1, arb.nullifier());
    var root = block.header().stateCommitment();
    assertThat(ledger.prove(spent).provesPresence(root, spent, new byte[] {1})).isTrue();
    assertThat(ledger.prove(unspent).provesAbsence(root, unspent)).isTrue();
    assertThat(ledger.prove(spent).provesAbsence(root, spent)).isFalse();
    StateKey notes = StateKey.noteTree(1);
    assertThat(ledger.prove(notes).provesPresence(root, notes, ledger.state(notes))).isTrue();
  }

  @Test
  void previewWritesNothing() {
    Ledger ledger = open(store);
    int entries = count(store);
    ledger.preview(List.of(deposit(ledger, ALICE, 5)));
    assertThat(count(store)).isEqualTo(entries);
    assertThat(ledger.noteCount(1)).isZero();
  }

  @Test
  void aFailureBeforeTheBatchIsWrittenLeavesTheOldHead() {
    FailingStore failing = new FailingStore(store);
    Ledger ledger = open(failing);
    TestChain.commit(ledger, payment(ledger, ALICE, BOB, 1));
    Head head = ledger.head();
    Transaction deposit = deposit(ledger, ALICE, 5);
    failing.fails = true;
    assertThatThrownBy(() -> TestChain.commit(ledger, deposit)).isInstanceOf(StoreException.class);
    assertThat(ledger.head()).isEqualTo(head);
    Ledger reopened = open(store);
    assertThat(reopened.head()).isEqualTo(head);
    assertThat(reopened.nullifierSpent(1, deposit.body().actions().get(0).nullifiers().get(0)))
        .isFalse();
    TestChain.commit(reopened, deposit);
    assertThat(reopened.height()).isEqualTo(2);
  }

  @Test
  void refusesABlockWithOtherRootsOrOnAnotherParent() {
    Ledger ledger = open(store);
    Transaction pay = payment(ledger, ALICE, BOB, 1);
    Preview preview = ledger.preview(List.of(pay));
    Block wrong = TestChain.next(ledger, List.of(pay), arb.anchor(), preview.stateCommitment());
    assertThatThrownBy(() -> ledger.commit(wrong, preview)).isInstanceOf(LedgerException.class);
    Block alsoWrong = TestChain.next(ledger, List.of(pay), preview.noteTreeRoot(), arb.bytes32());
    assertThatThrownBy(() -> ledger.commit(alsoWrong, preview)).isInstanceOf(LedgerException.class);
    Block good = TestChain.next(ledger, List.of(pay));
    ledger.commit(good, preview);
    assertThatThrownBy(() -> ledger.commit(good, preview)).isInstanceOf(LedgerException.class);
    assertThat(ledger.height()).isEqualTo(1);
  }

  @Test
  void theSupplyAuditStopsAPlantedBalance() {
    Ledger ledger = open(store);
    plant(StateKey.balance(BOB.key(), NATIVE), 999);
    assertThatThrownBy(() -> open(store))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("supply");
    plant(StateKey.balance(BOB.key(), NATIVE), TestNetwork.RICHES.units());
    assertThat(open(store).height()).isZero();
    assertThat(ledger.height()).isZero();
  }

  @Test
  void theSupplyAuditStopsABlockThatMakesMoney() {
    Ledger ledger = open(store);
    Transaction forged =
        new TxBuilder(NETWORK).debit(ALICE, 0, NATIVE, 10).credit(BOB.key(), NATIVE, 1).build();
    assertThatThrownBy(() -> ledger.preview(List.of(forged)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("supply");
    assertThat(ledger.preview(List.of(payment(ledger, ALICE, BOB, 1)))).isNotNull();
  }

  @Test
  void theSupplyAuditAddsUpOverManyRandomBlocks() {
    Ledger ledger = open(store);
    for (int i = 0; i < 30; i++) {
      TestAccount from = TestNetwork.rich(1 + arb.below(8));
      Transaction pool =
          arb.flip() || ledger.poolCounter(1, NATIVE).compareTo(Amount.of(200)) < 0
              ? deposit(ledger, from, 1 + arb.below(500))
              : new TxBuilder(NETWORK)
                  .anchor(ledger.head().noteTreeRoot())
                  .action(arb, CircuitId.TRANSFER_2X2, 0, 110, Optional.of(NATIVE))
                  .credit(from.key(), NATIVE, 100)
                  .build();
      TestChain.commit(ledger, pool);
    }
    Head head = ledger.head();
    assertThat(open(store).head()).isEqualTo(head);
  }

  @Test
  void refusesAStoreOfAnotherNetworkOrWithDamagedState() {
    open(store);
    assertThatThrownBy(() ->
            StoredLedger.open(
                store, NetworkParameters.of(TestNetwork.genesis(6)), new TestTreeHash()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("another genesis");
    StoreBatch batch = new StoreBatch();
    batch.delete(Keys.node(new byte[] {0, 0}));
    store.write(batch);
    assertThatThrownBy(() -> open(store))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("not that of its head");
  }

  private void plant(StateKey key, long value) {
    StoreBatch batch = new StoreBatch();
    batch.put(Keys.state(key), new ByteWriter(8).u64(value).toByteArray());
    store.write(batch);
  }

  private static int count(KeyValueStore store) {
    int[] entries = new int[1];
    store.scan(
        new byte[0],
        (key, value) -> {
          entries[0]++;
          return true;
        });
    return entries[0];
  }

  /** Passes everything on, but for writes when told to fail. */
  private static final class FailingStore implements KeyValueStore {
    private final KeyValueStore store;
    private boolean fails;

    FailingStore(KeyValueStore store) {
      this.store = store;
    }

    @Override
    public byte[] get(byte[] key) {
      return store.get(key);
    }

    @Override
    public void scan(byte[] prefix, EntryVisitor visitor) {
      store.scan(prefix, visitor);
    }

    @Override
    public void write(StoreBatch batch) {
      if (fails) {
        throw new StoreException("the disk is full", null);
      }
      store.write(batch);
    }

    @Override
    public void verifyChecksums() {
      store.verifyChecksums();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
