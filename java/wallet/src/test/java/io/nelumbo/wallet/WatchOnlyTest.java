package io.nelumbo.wallet;

import static io.nelumbo.wallet.TestWallets.NATIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.note.Memo;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.wallet.key.ViewingKeyFile;
import io.nelumbo.wallet.key.ViewingKeys;
import io.nelumbo.wallet.key.ViewingKind;
import io.nelumbo.wallet.store.HistoryEntry;
import io.nelumbo.wallet.store.HistoryEntry.Kind;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each viewing key shows of one history, and what it does not. */
class WatchOnlyTest {
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

  /** Exports a key as text and makes a wallet of the text. */
  private Wallet watch(Wallet owner, ViewingKind kind) throws Exception {
    String text;
    try (ViewingKeys key = owner.viewingKey(kind)) {
      text = key.text(NetworkKind.DEV);
    }
    Path place = folder.resolve(kind.word());
    ViewingKeyFile.Opened opened = ViewingKeys.parse(text);
    try (ViewingKeys keys = opened.keys()) {
      new WalletFiles(place).createWatchOnly(opened, TestWallets.password(), new SecureRandom());
      assertThat(keys.kind()).isEqualTo(kind);
    }
    return wallets.open(place, chain);
  }

  /** Alice shields 1,000 and 500, and pays 100 to Bob with a memo; Bob pays 30 back. */
  private void play(Wallet alice, Wallet bob) throws Exception {
    chain.grant(alice.account(), NATIVE, Amount.of(10_000));
    alice.shield(NATIVE, Amount.of(1_000), Options.DEFAULT);
    alice.shield(NATIVE, Amount.of(500), Options.DEFAULT);
    TestWallets.sync(alice);
    Memo memo = Memo.ofText("rent");
    alice.send(NATIVE, Amount.of(100), bob.addresses().getFirst(), memo, Options.DEFAULT);
    TestWallets.sync(bob);
    Options compact = new Options(Optional.empty(), true);
    bob.send(NATIVE, Amount.of(30), alice.newAddress(), Memo.ofText("change"), compact);
    TestWallets.sync(alice);
  }

  @Test
  void eachKeyShowsItsScopeAndNothingElse() throws Exception {
    try (Wallet alice = wallets.create(folder.resolve("alice"), 1, chain);
        Wallet bob = wallets.create(folder.resolve("bob"), 2, chain)) {
      play(alice, bob);
      try (Wallet full = watch(alice, ViewingKind.FULL);
          Wallet incoming = watch(alice, ViewingKind.INCOMING);
          Wallet outgoing = watch(alice, ViewingKind.OUTGOING)) {
        TestWallets.sync(full, incoming, outgoing);
        // 1,000 + 500 - 100 - fee of 10 + 30.
        assertThat(alice.balance().spendable()).containsEntry(NATIVE, Amount.of(1_420));
        assertThat(full.balance().spendable()).isEqualTo(alice.balance().spendable());
        assertThat(full.balance().transparent()).isEmpty();
        assertThat(full.history())
            .extracting(HistoryEntry::kind)
            .containsExactly(Kind.RECEIVED, Kind.RECEIVED, Kind.SENT, Kind.RECEIVED);
        assertThat(full.history().get(2).memo()).contains("rent");
        assertThat(full.history().get(2).counterparty())
            .contains(bob.addresses().getFirst().text(NetworkKind.DEV.addressPrefix()));

        // What came in from outside; neither the change of the payment nor that notes were spent.
        assertThat(incoming.balance().spendable()).containsEntry(NATIVE, Amount.of(1_530));
        assertThat(incoming.history())
            .extracting(HistoryEntry::kind)
            .containsExactly(Kind.RECEIVED, Kind.RECEIVED, Kind.RECEIVED);
        assertThat(incoming.history().getLast().memo()).contains("change");

        assertThat(outgoing.balance().spendable()).isEmpty();
        // A shielding is a payment to the wallet itself, and is seen as one.
        assertThat(outgoing.history())
            .extracting(HistoryEntry::kind)
            .containsExactly(Kind.SENT, Kind.SENT, Kind.SENT);
        assertThat(outgoing.history().getLast().memo()).contains("rent");
        assertThat(outgoing.history().getLast().amount()).isEqualTo(Amount.of(100));
      }
    }
  }

  @Test
  void watchOnlyWallets_refuseToSpend_andDeriveTheSameAddresses() throws Exception {
    try (Wallet alice = wallets.create(folder.resolve("alice"), 3, chain)) {
      chain.grant(alice.account(), NATIVE, Amount.of(10_000));
      alice.shield(NATIVE, Amount.of(1_000), Options.DEFAULT);
      for (ViewingKind kind : ViewingKind.values()) {
        try (Wallet watching = watch(alice, kind)) {
          TestWallets.sync(watching);
          assertThat(watching.watchOnly()).contains(kind);
          refusesToSpend(watching, alice);
          if (kind != ViewingKind.OUTGOING) {
            assertThat(watching.addresses()).isEqualTo(alice.addresses());
          }
        }
      }
      assertThatThrownBy(() -> wallets.create(folder.resolve("full"), 4, chain))
          .hasMessageContaining("wallet.view exists already");
      assertThat(alice.watchOnly()).isEmpty();
    }
  }

  private static void refusesToSpend(Wallet watching, Wallet alice) {
    assertThatThrownBy(() ->
            watching.send(
                NATIVE, Amount.of(1), alice.addresses().getFirst(), Memo.none(), Options.DEFAULT))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("only watches");
    assertThatThrownBy(
            () -> watching.unshield(NATIVE, Amount.of(1), alice.account(), Options.DEFAULT))
        .hasMessageContaining("cannot spend");
    assertThatThrownBy(() -> watching.consolidate(NATIVE, Options.DEFAULT))
        .hasMessageContaining("cannot spend");
    assertThatThrownBy(watching::account).hasMessageContaining("shows no transparent account");
    assertThatThrownBy(() -> watching.viewingKey(ViewingKind.INCOMING))
        .hasMessageContaining("only watches");
  }
}
