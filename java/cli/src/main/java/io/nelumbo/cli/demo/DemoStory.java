package io.nelumbo.cli.demo;

import static io.nelumbo.cli.demo.DemoException.require;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.v1.AssetSupply;
import io.nelumbo.api.v1.SupplyReport;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.wallet.Wallet.Sent;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.store.HistoryEntry;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.util.Optional;
import java.util.function.Consumer;

/** What Alice and Bob do, step by step, each step checked. */
final class DemoStory {
  private static final String MEMO = "for the boat";

  private final DemoNetwork network;
  private final DemoWallet alice;
  private final DemoWallet bob;
  private final Figures figures;
  private final Consumer<String> out;
  private final AssetId gold;
  private final AssetId nativeAsset;

  DemoStory(
      DemoNetwork network,
      DemoWallet alice,
      DemoWallet bob,
      Figures figures,
      Consumer<String> out) {
    this.network = network;
    this.alice = alice;
    this.bob = bob;
    this.figures = figures;
    this.out = out;
    this.gold = alice.wallet().assetId(0);
    this.nativeAsset = alice.wallet().network().nativeAsset();
  }

  /** A step that makes a transaction. */
  interface Step {
    Sent run() throws ChainException;
  }

  void play() throws ApiException, ChainException, InterruptedException {
    step(
        "Alice issues 1,000 units of an asset of her own",
        alice,
        () -> alice.wallet().issue(0, Amount.of(1000), Options.DEFAULT));
    step(
        "Alice shields 600 of them",
        alice,
        () -> alice.wallet().shield(gold, Amount.of(600), Options.DEFAULT));
    step(
        "Alice shields 5,000 native for payments",
        alice,
        () -> alice.wallet().shield(nativeAsset, Amount.of(5000), Options.DEFAULT));
    step(
        "Alice shields 2,000 native for fees",
        alice,
        () -> alice.wallet().shield(nativeAsset, Amount.of(2000), Options.DEFAULT));
    step(
        "Alice sends 250 privately to Bob, with a memo",
        alice,
        () ->
            alice
                .wallet()
                .send(
                    gold,
                    Amount.of(250),
                    bob.wallet().addresses().getFirst(),
                    Memo.ofText(MEMO),
                    Options.DEFAULT));
    step(
        "Alice sends 300 native privately to Bob",
        alice,
        () ->
            alice
                .wallet()
                .send(
                    nativeAsset,
                    Amount.of(300),
                    bob.wallet().newAddress(),
                    Memo.none(),
                    Options.DEFAULT));
    bobReads();
    step(
        "Bob unshields 100 to his transparent account",
        bob,
        () -> bob.wallet().unshield(gold, Amount.of(100), bob.wallet().account(), Options.DEFAULT));
    require(
        bob.privately(gold).equals("150"),
        "Bob holds " + bob.privately(gold) + " privately, not 150");
    require(bob.openly(gold).equals("100"), "Bob holds " + bob.openly(gold) + " openly, not 100");
    out.accept("    Bob now holds 150 privately and 100 openly");
    supply();
  }

  private void bobReads() throws ChainException {
    bob.sync(figures);
    require(bob.privately(gold).equals("250"), "Bob holds " + bob.privately(gold) + ", not 250");
    HistoryEntry received =
        bob.wallet().history().stream()
            .filter(e -> e.asset().equals(gold) && e.kind() == HistoryEntry.Kind.RECEIVED)
            .findFirst()
            .orElseThrow(() -> new DemoException("Bob's history does not show the payment"));
    require(received.memo().equals(Optional.of(MEMO)), "Bob reads another memo");
    out.accept("  Bob's wallet finds " + received.amount() + " and reads: \"" + MEMO + "\"");
  }

  /**
   * Sends, follows the transaction through the three nodes into a block, and lets its sender scan.
   */
  Sent step(String title, DemoWallet who, Step step)
      throws ApiException, ChainException, InterruptedException {
    out.accept("  " + title + " ...");
    Sent sent = step.run();
    long accepted = System.nanoTime();
    figures.add(sent.proofs());
    figures.add("transaction with " + sent.proofs().size() + " proof(s), bytes", sent.bytes());
    String txid = sent.txid().toString();
    for (DemoNode node : network.nodes()) {
      node.await("transaction " + txid, client -> knows(client, txid));
    }
    figures.add("relay to all nodes, ms", (System.nanoTime() - accepted) / 1e6);
    for (DemoNode node : network.nodes()) {
      node.await(
          "transaction " + txid + " in a block",
          client -> client.transaction(txid).getHeight() > 0);
    }
    figures.add("commit on all nodes, ms from acceptance", (System.nanoTime() - accepted) / 1e6);
    who.sync(figures);
    out.accept(
        "    transaction "
            + txid.substring(0, 16)
            + "..., "
            + sent.bytes()
            + " bytes, "
            + sent.proofs().size()
            + " proof(s), in block "
            + network.nodes().getLast().client().transaction(txid).getHeight()
            + " on every node");
    return sent;
  }

  private static boolean knows(io.nelumbo.api.NodeClient client, String txid) throws ApiException {
    try {
      return client.transaction(txid).getTransaction().size() > 0;
    } catch (ApiException e) {
      if (e.code() == ApiException.Code.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void supply() throws ApiException {
    for (DemoNode node : network.nodes()) {
      SupplyReport report = node.client().supply();
      require(report.getBalanced(), "node " + node.name() + " reports an unbalanced supply");
      for (AssetSupply asset : report.getAssetsList()) {
        long pools = asset.getPoolsList().stream().mapToLong(p -> p.getAmount()).sum();
        require(
            pools + asset.getTransparent() == asset.getIssued(),
            "the supply of an asset does not add up");
      }
    }
    SupplyReport report = network.node("a").client().supply();
    out.accept("  Supply audit at height " + report.getHeight() + ", the same on every node:");
    for (AssetSupply asset : report.getAssetsList()) {
      long pools = asset.getPoolsList().stream().mapToLong(p -> p.getAmount()).sum();
      out.accept(
          String.format(
              "    %-8s issued %d = transparent %d + in the pool %d",
              asset.getAsset().equals(nativeAsset.toString()) ? "native" : "gold",
              asset.getIssued(),
              asset.getTransparent(),
              pools));
    }
  }

  AssetId gold() {
    return gold;
  }

  DemoWallet alice() {
    return alice;
  }

  DemoWallet bob() {
    return bob;
  }
}
