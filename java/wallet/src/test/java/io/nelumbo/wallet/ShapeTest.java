package io.nelumbo.wallet;

import static io.nelumbo.wallet.TestWallets.NATIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All transactions of a type look alike: same actions, same size, no public field in common. */
class ShapeTest {
  private static final Options COMPACT = new Options(Optional.empty(), true);

  private static TestWallets wallets;

  @TempDir Path folder;
  private final MemoryChain chain = wallets.chain();

  @BeforeAll
  static void open() {
    wallets = new TestWallets();
  }

  @AfterAll
  static void close() {
    wallets.close();
  }

  private static List<CircuitId> circuits(Transaction transaction) {
    return transaction.body().actions().stream().map(Action::circuit).toList();
  }

  private void shieldEach(Wallet wallet, AssetId asset, long... amounts) throws Exception {
    for (long amount : amounts) {
      wallet.shield(asset, Amount.of(amount), Options.DEFAULT);
    }
    TestWallets.sync(wallet);
  }

  private Transaction last() {
    return chain.transactions().getLast();
  }

  @Test
  void payments_lookAlike_whateverAssetAmountMemoAndNotes() throws Exception {
    try (Wallet alice = wallets.create(folder.resolve("alice"), 1, chain);
        Wallet bob = wallets.create(folder.resolve("bob"), 2, chain)) {
      chain.grant(alice.account(), NATIVE, Amount.of(100_000));
      alice.issue(0, Amount.of(1_000), Options.DEFAULT);
      AssetId gold = alice.assetId(0);
      shieldEach(alice, NATIVE, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000);
      shieldEach(alice, gold, 300, 300);
      List<Transaction> payments = new ArrayList<>();
      // One note with change; two notes with change; a whole note; another asset; a long memo.
      for (Object[] payment :
          new Object[][] {
            {NATIVE, 1L, ""},
            {NATIVE, 1_500L, "x"},
            {NATIVE, 1_000L, ""},
            {gold, 300L, ""},
            {gold, 20L, "m".repeat(500)}
          }) {
        Memo memo =
            ((String) payment[2]).isEmpty() ? Memo.none() : Memo.ofText((String) payment[2]);
        alice.send(
            (AssetId) payment[0],
            Amount.of((Long) payment[1]),
            bob.addresses().getFirst(),
            memo,
            Options.DEFAULT);
        payments.add(last());
        TestWallets.sync(alice);
      }
      assertThat(payments)
          .extracting(ShapeTest::circuits)
          .containsOnly(List.of(CircuitId.TRANSFER_2X2, CircuitId.TRANSFER_1X2));
      assertThat(payments)
          .extracting(t -> t.bytes().length)
          .containsOnly(payments.getFirst().bytes().length);
      for (Transaction payment : payments) {
        assertThat(payment.body().actions().getFirst().assetPub()).isEmpty();
        assertThat(payment.body().actions().getLast().vOut()).isEqualTo(payment.body().fee());
      }
      assertNothingInCommon(payments);

      alice.send(NATIVE, Amount.of(5), bob.addresses().getFirst(), Memo.none(), COMPACT);
      Transaction compact = last();
      TestWallets.sync(alice);
      assertThat(circuits(compact)).containsExactly(CircuitId.TRANSFER_2X2);
      assertThat(compact.body().actions().getFirst().assetPub()).contains(NATIVE);
      assertThat(compact.bytes().length).isLessThan(payments.getFirst().bytes().length);
      assertThatThrownBy(() ->
              alice.send(gold, Amount.of(5), bob.addresses().getFirst(), Memo.none(), COMPACT))
          .hasMessageContaining("--compact");
    }
  }

  private static void assertNothingInCommon(List<Transaction> transactions) {
    Set<Object> seen = new HashSet<>();
    for (Transaction transaction : transactions) {
      for (Action action : transaction.body().actions()) {
        assertThat(seen.add(action.rk())).isTrue();
        action.nullifiers().forEach(nf -> assertThat(seen.add(nf)).isTrue());
        for (NoteOutput output : action.outputs()) {
          assertThat(seen.add(output.cm())).isTrue();
          assertThat(seen.add(output.epk())).isTrue();
        }
      }
    }
  }

  @Test
  void consolidation_putsFourNotesTogether_andAllLookAlike() throws Exception {
    try (Wallet alice = wallets.create(folder.resolve("alice"), 3, chain)) {
      chain.grant(alice.account(), NATIVE, Amount.of(100_000));
      alice.issue(0, Amount.of(1_000), Options.DEFAULT);
      AssetId gold = alice.assetId(0);
      shieldEach(alice, NATIVE, 500, 100, 200, 300, 400, 20);
      shieldEach(alice, gold, 10, 20);
      assertThatThrownBy(
              () -> alice.send(NATIVE, Amount.of(1_200), alice.newAddress(), Memo.none(), COMPACT))
          .hasMessageContaining("nelumbo wallet consolidate");

      alice.consolidate(NATIVE, Options.DEFAULT);
      Transaction four = last();
      TestWallets.sync(alice);
      // The note of 20 pays the fee of 10; 100 + 200 + 300 + 400 become one.
      assertThat(alice.balance().spendable()).containsEntry(NATIVE, Amount.of(1_510));
      alice.consolidate(gold, Options.DEFAULT);
      Transaction two = last();
      TestWallets.sync(alice);
      assertThat(alice.balance().spendable()).containsEntry(gold, Amount.of(30));
      assertThat(circuits(four))
          .isEqualTo(List.of(CircuitId.TRANSFER_4X2, CircuitId.TRANSFER_1X2))
          .isEqualTo(circuits(two));
      assertThat(four.bytes().length).isEqualTo(two.bytes().length);
      assertNothingInCommon(List.of(four, two));
      assertThatThrownBy(() -> alice.consolidate(gold, Options.DEFAULT))
          .hasMessageContaining("nothing to put together: 1 spendable notes");
      assertThatThrownBy(() -> alice.consolidate(gold, COMPACT)).hasMessageContaining("--compact");

      alice.consolidate(NATIVE, COMPACT);
      TestWallets.sync(alice);
      assertThat(circuits(last())).containsExactly(CircuitId.TRANSFER_4X2);
      assertThat(alice.balance().spendable()).containsEntry(NATIVE, Amount.of(1_490));
      // Two notes are enough now.
      alice.send(NATIVE, Amount.of(1_200), alice.newAddress(), Memo.none(), COMPACT);
    }
  }
}
