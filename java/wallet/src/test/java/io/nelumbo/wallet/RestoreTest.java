package io.nelumbo.wallet;

import static io.nelumbo.wallet.TestWallets.NATIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.note.Memo;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.store.HistoryEntry;
import io.nelumbo.wallet.store.HistoryEntry.Kind;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A random history, and a fresh wallet of the same words that finds it again. */
class RestoreTest {
  private static final int OPERATIONS = 32;
  private static final Options COMPACT = new Options(Optional.empty(), true);

  @TempDir Path folder;

  private final long seed = Long.getLong("nelumbo.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private int done;
  private int refused;

  @Test
  void freshWalletOfTheSameWords_findsNotesSpendsAndMemosAgain() throws Exception {
    System.out.println("RestoreTest: repeat with -Dnelumbo.seed=" + seed);
    try (TestWallets wallets = new TestWallets()) {
      MemoryChain chain = wallets.chain();
      try (Wallet alice = wallets.create(folder.resolve("alice"), 1, chain);
          Wallet bob = wallets.create(folder.resolve("bob"), 2, chain)) {
        play(alice, bob, chain);
        try (Wallet restored = wallets.create(folder.resolve("restored"), 1, chain)) {
          TestWallets.sync(restored);
          assertThat(restored.balance()).isEqualTo(alice.balance());
          assertThat(seen(restored)).isNotEmpty().isEqualTo(seen(alice));
          assertThat(alice.history())
              .anyMatch(e -> e.kind() == Kind.SENT && e.memo().isPresent())
              .anyMatch(e -> e.kind() == Kind.RECEIVED && e.memo().isPresent());
          assertThat(restored.watchOnly()).isEmpty();
        }
      }
    }
    List<String> original = notes("alice");
    assertThat(notes("restored")).isEqualTo(original);
    assertThat(original).anyMatch(note -> note.endsWith("spent null"));
    assertThat(original).anyMatch(note -> !note.endsWith("spent null"));
  }

  private void play(Wallet alice, Wallet bob, MemoryChain chain) throws Exception {
    chain.grant(alice.account(), NATIVE, Amount.of(1_000_000));
    chain.grant(bob.account(), NATIVE, Amount.of(1_000_000));
    alice.issue(0, Amount.of(100_000), Options.DEFAULT);
    AssetId gold = alice.assetId(0);
    // Two of each to begin with, so that few operations are refused.
    for (int i = 0; i < 2; i++) {
      alice.shield(NATIVE, Amount.of(5_000), Options.DEFAULT);
      alice.shield(gold, Amount.of(5_000), Options.DEFAULT);
      bob.shield(NATIVE, Amount.of(5_000), Options.DEFAULT);
    }
    TestWallets.sync(alice, bob);
    Amount some = Amount.of(77);
    alice.send(gold, some, bob.newAddress(), Memo.ofText("to Bob"), Options.DEFAULT);
    bob.send(NATIVE, some, alice.newAddress(), Memo.ofText("to Alice"), COMPACT);
    while (done < OPERATIONS) {
      TestWallets.sync(alice, bob);
      AssetId asset = random.nextBoolean() ? NATIVE : gold;
      try {
        operate(alice, bob, asset);
        done++;
      } catch (WalletException e) {
        // Too little, or spread over too many notes: another operation may do.
        refused++;
        assertThat(refused).as("operations refused, the last one: %s", e).isLessThan(200);
      }
    }
    TestWallets.sync(alice, bob);
  }

  private void operate(Wallet alice, Wallet bob, AssetId asset) throws ChainException {
    Amount amount = Amount.of(random.nextLong(1, 900));
    Options options = asset.equals(NATIVE) && random.nextBoolean() ? COMPACT : Options.DEFAULT;
    Memo memo = random.nextBoolean() ? Memo.none() : Memo.ofText("operation " + done);
    switch (random.nextInt(8)) {
      case 0 -> alice.shield(asset, amount, Options.DEFAULT);
      case 1 -> alice.unshield(asset, amount, alice.account(), Options.DEFAULT);
      case 2 -> alice.consolidate(asset, options);
      case 3 -> alice.send(asset, amount, alice.newAddress(), memo, options);
      case 4, 5 -> alice.send(asset, amount, bob.newAddress(), memo, options);
      case 6 -> bob.send(NATIVE, amount, alice.addresses().getFirst(), memo, COMPACT);
      default -> bob.send(asset, amount, alice.newAddress(), memo, Options.DEFAULT);
    }
  }

  /**
   * What the chain shows of a history. Lines about the transparent account are the wallet's own
   * notes of what it did and are not on the private side of the chain; to a restored wallet its
   * shieldings are payments that came in.
   */
  private static List<HistoryEntry> seen(Wallet wallet) {
    List<HistoryEntry> seen = new ArrayList<>();
    for (HistoryEntry e : wallet.history()) {
      if (e.kind() == Kind.SHIELDED) {
        seen.add(
            new HistoryEntry(
                e.height(),
                e.timeMillis(),
                e.txid(),
                Kind.RECEIVED,
                e.asset(),
                e.amount(),
                Optional.empty(),
                Optional.empty()));
      } else if (e.kind() == Kind.RECEIVED || e.kind() == Kind.SENT) {
        seen.add(e);
      }
    }
    return seen;
  }

  private List<String> notes(String wallet) throws Exception {
    List<String> notes = new ArrayList<>();
    try (var connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + new WalletFiles(folder.resolve(wallet)).store());
        var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT position || ' nf ' || hex(nf) || ' opening ' || hex(opening) || ' rcm ' ||"
                    + " hex(rcm) || ' cm ' || hex(cm) || ' height ' || height || ' internal ' ||"
                    + " internal || ' spent ' || coalesce(spent_height, 'null') FROM note ORDER BY"
                    + " position")) {
      while (row.next()) {
        notes.add(row.getString(1));
      }
    }
    return notes;
  }
}
