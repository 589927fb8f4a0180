package io.nelumbo.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.Prover;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.key.Mnemonic;
import io.nelumbo.wallet.store.HistoryEntry;
import io.nelumbo.wallet.store.HistoryEntry.Kind;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole transfers with the real circuit, prover and keys, on a chain in memory. */
class WalletTest {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final AssetId NATIVE = AssetId.nativeAsset(MemoryChain.CHAIN);

  private static RecordingProver prover;
  private static NativeContext context;

  @TempDir Path folder;
  private final MemoryChain chain = new MemoryChain();

  @BeforeAll
  static void open() {
    CircuitLibrary circuits = CircuitLibrary.load();
    prover = new RecordingProver(new InProcessProver(circuits, KeyCache.ofUser(circuits), 0));
    context = NativeContext.open(0);
  }

  @AfterAll
  static void close() {
    prover.close();
    context.close();
  }

  /** The real prover; it remembers what crossed to it. */
  private record RecordingProver(Prover inner, List<byte[]> assignments) implements Prover {
    RecordingProver(Prover inner) {
      this(inner, new ArrayList<>());
    }

    @Override
    public ProofResult prove(ProofRequest request, ProveControl control) {
      assignments.add(request.assignment().clone());
      return inner.prove(request, control);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private Wallet wallet(String name, int seed) throws Exception {
    WalletFiles files = new WalletFiles(folder.resolve(name));
    byte[] entropy = new byte[16];
    entropy[0] = (byte) seed;
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      files.create(mnemonic, PASSWORD, new SecureRandom());
    }
    return Wallet.open(files, PASSWORD, new Wallet.Services(chain, chain, prover, context));
  }

  private static void sync(Wallet wallet) throws Exception {
    wallet.sync((height, head) -> {});
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
      sync(alice);
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
      sync(alice);
      sync(bob);
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
      sync(bob);
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
  void restoreFromSeed_findsTheSameNotes() throws Exception {
    try (Wallet alice = wallet("alice", 3)) {
      chain.grant(alice.account(), NATIVE, Amount.of(10_000));
      alice.shield(NATIVE, Amount.of(1_000), Options.DEFAULT);
      sync(alice);
      alice.send(
          NATIVE,
          Amount.of(100),
          alice.newAddress(),
          Memo.none(),
          new Options(Optional.empty(), true));
      sync(alice);
      try (Wallet restored = wallet("restored", 3)) {
        sync(restored);
        assertThat(restored.balance()).isEqualTo(alice.balance());
        assertThat(restored.balance().spendable()).containsEntry(NATIVE, Amount.of(990));
      }
    }
  }

  @Test
  void assignments_neverContainTheSpendAuthorizingKey() throws Exception {
    int before = prover.assignments().size();
    byte[] entropy = new byte[16];
    entropy[0] = 4;
    byte[] ask;
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      byte[] sk = io.nelumbo.engine.KeyDerivation.derive(mnemonic.seed(""), 32, 7761, 0);
      ask = io.nelumbo.engine.KeyPart.ASK.of(io.nelumbo.engine.KeyDerivation.expand(sk));
    }
    try (Wallet alice = wallet("alice", 4)) {
      chain.grant(alice.account(), NATIVE, Amount.of(10_000));
      alice.shield(NATIVE, Amount.of(1_000), Options.DEFAULT);
      sync(alice);
      alice.send(
          NATIVE,
          Amount.of(100),
          alice.newAddress(),
          Memo.none(),
          new Options(Optional.empty(), true));
    }
    List<byte[]> crossed = prover.assignments().subList(before, prover.assignments().size());
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
      sync(alice);
      assertThat(alice.history()).extracting(HistoryEntry::kind).containsExactly(Kind.SHIELDED);
      try (Wallet restored = wallet("restored", 8)) {
        sync(restored);
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
      sync(alice);
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
      sync(alice);
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
    WalletFiles files = new WalletFiles(folder.resolve("alice"));
    assertThatThrownBy(
            () -> Wallet.open(files, PASSWORD, new Wallet.Services(chain, chain, prover, context)))
        .hasMessageContaining("minimum fee of 1000000");
  }
}
