package io.nelumbo.cli.demo;

import io.nelumbo.core.value.AssetId;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.chain.ChainException;

/** A person of the demonstration: a wallet and the node it talks to. */
record DemoWallet(String name, Wallet wallet, DemoNode node) {

  /** Scans to the head and says how long that took. */
  void sync(Figures figures) throws ChainException {
    long start = System.nanoTime();
    long blocks = wallet.sync((height, head) -> {});
    if (blocks > 0) {
      figures.add("scan, ms a call of " + name, (System.nanoTime() - start) / 1e6);
    }
  }

  String privately(AssetId asset) throws ChainException {
    return amount(wallet.balance().spendable().get(asset));
  }

  String openly(AssetId asset) throws ChainException {
    return amount(wallet.balance().transparent().get(asset));
  }

  private static String amount(
      io.nelumbo.core.value.@org.jspecify.annotations.Nullable Amount amount) {
    return amount == null ? "0" : amount.toString();
  }
}
