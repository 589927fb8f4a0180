package io.nelumbo.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.note.Memo;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.key.Mnemonic;
import io.nelumbo.wallet.store.HistoryEntry;
import io.nelumbo.wallet.store.HistoryEntry.Kind;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole transfers with the real circuit, prover and keys, on a chain in memory. */
class WalletTest {
  private static final AssetId NATIVE = TestWallets.NATIVE;

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

  private Wallet wallet(String name, int seed) throws Exception {
    return wallets.create(folder.resolve(name), seed, chain);
  }

  private Wallet reopen(String name) throws Exception {
    return wallets.open(folder.resolve(name), chain);
  }

  @Test
  void issueShieldSendUnshield_valueArrivesAndNothingIsLost() throws Exception {
    try (Wallet alice = wallet("alice", 1);
        Wallet bob = wallet("bob", 2)) {
      chain.grant(alice.account(), NATIVE, Amount.of(10_000));
      alice.issue(0, Amount.of(500), Options.DEFAULT);
      AssetId gold = alice.assetId(0);
      alice.shield(gold, Amount.of(400), Options.DEFAULT);
      alice.shield(NATIVE, Amount.of(1_000), Options.DEFAULT);
      alice.shield(NATIVE, Amount.of(2_000), Options.DEFAULT);
      TestWallets.sync(alice);
      assertThat(alice.balance().spendable())
          .containsEntry(gold, Amount.of(400))
          .containsEntry(NATIVE, Amount.of(3_000));

      alice.send(
          gold,
          Amount.of(150),
          bob.addresses().getFirst(),
          Memo.ofText("for the boat"),
          Options.DEFAULT);
      alice.sync((h, head) -> {});
      alice.send(NATIVE, Amount.of(300), bob.newAddress(), Memo.none(), Options.DEFAULT);
      TestWallets.sync(alice);
      TestWallets.sync(bob);
      assertThat(bob.balance().spendable())
          .containsEntry(gold, Amount.of(150))
          .containsEntry(NATIVE, Amount.of(300));
      assertThat(bob.history())
          .extracting(HistoryEntry::kind, HistoryEntry::memo)
          .contains(
              org.assertj.core.groups.Tuple.tuple(Kind.RECEIVED, Optional.of("for the boat")));
      assertThat(alice.history())
          .anyMatch(e -> e.kind() == Kind.SENT && e.memo().equals(Optional.of("for the boat")));
      assertThat(alice.balance().spendable()).containsEntry(gold, Amount.of(250));

      bob.unshield(gold, Amount.of(60), bob.account(), Options.DEFAULT);
      TestWallets.sync(bob);
      assertThat(bob.balance().spendable())
          .containsEntry(gold, Amount.of(90))
          .containsEntry(NATIVE, Amount.of(290));
      assertThat(bob.balance().transparent()).containsEntry(gold, Amount.of(60));
      // Bob has no transparent native to pay a fee with.
      assertThatThrownBy(() -> bob.transfer(gold, Amount.of(10), alice.account(), Options.DEFAULT))
          .hasMessageContaining("fee included");
    }
    assertThat(chain.transactions()).hasSize(7);
    for (Transaction transaction : chain.transactions()) {
      assertThat(Transaction.parse(transaction.bytes())).isEqualTo(transaction);
    }
  }

  @Test
  void assignments_neverContainTheSpendAuthorizingKey() throws Exception {
    int before = wallets.assignments().size();
    byte[] entropy = new byte[16];
    entropy[0] = 4;
    byte[] ask;
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      byte[] sk = io.nelumbo.engine.KeyDerivation.derive(mnemonic.seed(new char[0]), 32, 7761, 0);
      ask = io.nelumbo.engine.KeyPart.ASK.of(io.nelumbo.engine.KeyDerivation.expand(sk));
    }
    try (Wallet alice = wallet("alice", 4)) {
      chain.grant(alice.account(), NATIVE, Amount.of(10_000));
      alice.shield(NATIVE, Amount.of(1_000), Options.DEFAULT);
      TestWallets.sync(alice);
      alice.send(
          NATIVE,
          Amount.of(100),
          alice.newAddress(),
          Memo.none(),
          new Options(Optional.empty(), true));
    }
    List<byte[]> crossed = wallets.assignments().subList(before, wallets.assignments().size());
    assertThat(crossed).hasSize(2);
    String secret = java.util.HexFormat.of().formatHex(ask);
    for (byte[] assignment : crossed) {
      assertThat(java.util.HexFormat.of().formatHex(assignment)).doesNotContain(secret);
    }
  }

  @Test
  void history_showsAShieldingOnce() throws Exception {
    try (Wallet alice = wallet("alice", 8)) {
      chain.grant(alice.account(), NATIVE, Amount.of(10_000));
      alice.shield(NATIVE, Amount.of(1_000), Options.DEFAULT);
      TestWallets.sync(alice);
      assertThat(alice.history()).extracting(HistoryEntry::kind).containsExactly(Kind.SHIELDED);
      try (Wallet restored = wallet("restored", 8)) {
        TestWallets.sync(restored);
        assertThat(restored.history())
            .extracting(HistoryEntry::kind)
            .containsExactly(Kind.RECEIVED);
      }
    }
  }

  @Test
  void mistakes_areRefusedWithTheFix() throws Exception {
    try (Wallet alice = wallet("alice", 5)) {
      chain.grant(alice.account(), NATIVE, Amount.of(100));
      assertThatThrownBy(() -> alice.shield(NATIVE, Amount.of(95), Options.DEFAULT))
          .hasMessageContaining("fee included");
      alice.shield(NATIVE, Amount.of(90), Options.DEFAULT);
      TestWallets.sync(alice);
      assertThatThrownBy(() ->
              alice.send(NATIVE, Amount.of(10), alice.newAddress(), Memo.none(), Options.DEFAULT))
          .hasMessageContaining("--compact");
      assertThatThrownBy(
              () -> alice.unshield(NATIVE, Amount.of(90), alice.account(), Options.DEFAULT))
          .hasMessageContaining("spendable private balance is 90");
      assertThatThrownBy(() ->
              alice.send(NATIVE, Amount.of(0), alice.newAddress(), Memo.none(), Options.DEFAULT))
          .hasMessageContaining("at least 1");
      alice.unshield(NATIVE, Amount.of(80), alice.account(), Options.DEFAULT);
      assertThat(alice.balance().spendable()).isEmpty();
      assertThat(alice.balance().pending()).containsEntry(NATIVE, Amount.of(90));
    }
    assertThatThrownBy(() -> wallet("alice", 5)).hasMessageContaining("exists already");
  }

  @Test
  void noAnswerFromTheNode_keepsTheNotesAside_aRefusalGivesThemBack() throws Exception {
    try (Wallet alice = wallet("alice", 6)) {
      chain.grant(alice.account(), NATIVE, Amount.of(10_000));
      alice.shield(NATIVE, Amount.of(1_000), Options.DEFAULT);
      TestWallets.sync(alice);
      chain.failNext(ChainException.refused("no"));
      assertThatThrownBy(
              () -> alice.unshield(NATIVE, Amount.of(10), alice.account(), Options.DEFAULT))
          .hasMessage("no");
      assertThat(alice.balance().spendable()).containsEntry(NATIVE, Amount.of(1_000));
      assertThat(alice.history()).noneMatch(e -> e.kind() == Kind.UNSHIELDED);

      chain.failNext(new ChainException("timed out"));
      assertThatThrownBy(
              () -> alice.unshield(NATIVE, Amount.of(10), alice.account(), Options.DEFAULT))
          .hasMessageContaining("may still be committed");
      assertThat(alice.balance().spendable()).isEmpty();
      assertThat(alice.balance().pending()).containsEntry(NATIVE, Amount.of(1_000));
    }
  }

  @Test
  void nodeThatStatesAnotherFee_isRefused_andSoIsAnAmountThatOverflows() throws Exception {
    try (Wallet alice = wallet("alice", 7)) {
      Amount most = Amount.MAX;
      assertThatThrownBy(() -> alice.unshield(NATIVE, most, alice.account(), Options.DEFAULT))
          .isInstanceOf(WalletException.class)
          .hasMessageContaining("2^64");
    }
    chain.stateFee(1_000_000);
    assertThatThrownBy(() -> reopen("alice")).hasMessageContaining("minimum fee of 1000000");
  }

  @Test
  void nodeThatStatesAnotherNetwork_isRefused() throws Exception {
    wallet("alice", 9).close();
    reopen("alice").close();
    chain.stateGenesis(
        Bytes32.of(
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
              25, 26, 27, 28, 29, 30, 31, 32
            }));
    assertThatThrownBy(() -> reopen("alice"))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("belongs to the network with genesis 00000000")
        .hasMessageContaining("the node serves 01020304");
    chain.stateGenesis(Bytes32.ZERO);
    chain.stateKeys(Map.of());
    assertThatThrownBy(() -> reopen("alice"))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("verifying key");
    chain.stateKeys(wallets.keys());
    reopen("alice").close();
  }

  @Test
  void walletBoundToAGenesis_refusesItsVeryFirstNode() throws Exception {
    WalletFiles files = new WalletFiles(folder.resolve("bound"));
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(new byte[16])) {
      files.create(mnemonic, TestWallets.password(), new SecureRandom());
    }
    files.bind(chain.network());
    reopen("bound").close();
    chain.stateFee(11);
    assertThatThrownBy(() -> reopen("bound")).hasMessageContaining("minimum fee of 11");
  }

  @Test
  void provingKeyThatTheGenesisDoesNotName_isRefusedBeforeItProves() throws Exception {
    Map<CircuitId, Bytes32> others = new EnumMap<>(wallets.keys());
    others.put(CircuitId.TRANSFER_2X2, Bytes32.ZERO);
    chain.stateKeys(others);
    try (Wallet alice = wallet("alice", 10)) {
      chain.grant(alice.account(), NATIVE, Amount.of(10_000));
      int before = wallets.assignments().size();
      assertThatThrownBy(() -> alice.shield(NATIVE, Amount.of(100), Options.DEFAULT))
          .isInstanceOf(WalletException.class)
          .hasMessageContaining("transfer-2x2")
          .hasMessageContaining("the network's genesis names " + Bytes32.ZERO);
      assertThat(wallets.assignments()).hasSize(before);
      assertThat(chain.transactions()).isEmpty();
    }
  }
}
