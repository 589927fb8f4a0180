package io.nelumbo.wallet.transfer;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.prover.Prover;
import io.nelumbo.wallet.WalletException;
import io.nelumbo.wallet.chain.AccountState;
import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.key.AccountKeys;
import io.nelumbo.wallet.scan.NoteTree;
import io.nelumbo.wallet.store.OwnNote;
import io.nelumbo.wallet.store.ScannedBlock;
import io.nelumbo.wallet.store.WalletStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Builds the wallet's transactions from what has been scanned. Nothing is sent and nothing is
 * remembered here.
 */
public final class Transfers {
  private static final long EXPIRY_BLOCKS = 200;
  private static final long PRODUCTION_ANCHOR_INTERVAL = 10;

  private final AccountKeys keys;
  private final WalletStore store;
  private final Network network;
  private final Prover prover;

  /** Transfers of one account. */
  public Transfers(AccountKeys keys, WalletStore store, Network network, Prover prover) {
    this.keys = keys;
    this.store = store;
    this.network = network;
    this.prover = prover;
  }

  /**
   * What every transfer needs beside its own parameters: the fee; empty means the network's
   * minimum.
   */
  public record Options(Optional<Amount> fee, boolean compact) {
    /** The network's fee, uniform shape. */
    public static final Options DEFAULT = new Options(Optional.empty(), false);
  }

  /** A private payment. */
  public BuiltTransaction send(
      AssetId asset, Amount amount, Address to, Memo memo, Options options) {
    Base base = base();
    return build(
        base, options, planner -> planner.send(asset, amount, to, memo, options.compact()));
  }

  /** Up to four notes of an asset become one. */
  public BuiltTransaction consolidate(AssetId asset, Options options) {
    Base base = base();
    return build(base, options, planner -> planner.consolidate(asset, options.compact()));
  }

  /** Value from the pool to a transparent account. */
  public BuiltTransaction unshield(AssetId asset, Amount amount, AccountKey to, Options options) {
    Base base = base();
    return build(base, options, planner -> planner.unshield(asset, amount, to));
  }

  /** Value from the wallet's transparent account into the pool. */
  public BuiltTransaction shield(
      AssetId asset, Amount amount, Address to, AccountState state, Options options) {
    Base base = base();
    return build(
        base, options, planner -> planner.shield(asset, amount, to, keys.account(), state));
  }

  /** Value from the wallet's transparent account to another. */
  public BuiltTransaction transfer(
      AssetId asset, Amount amount, AccountKey to, AccountState state, Options options) {
    Base base = base();
    return build(
        base, options, planner -> planner.transfer(asset, amount, to, keys.account(), state));
  }

  /** New units of an asset of the wallet's own, to its transparent account. */
  public BuiltTransaction issue(
      long assetNonce, Amount amount, AccountState state, Options options) {
    Base base = base();
    return build(
        base, options, planner -> planner.issue(assetNonce, amount, keys.account(), state));
  }

  /** The anchor: the newest scanned block whose height the network's rule allows. */
  private record Base(long tipHeight, long anchorHeight, long leaves) {}

  private Base base() {
    ScannedBlock tip = store.tip().orElse(null);
    if (tip == null) {
      return new Base(0, 0, 0);
    }
    long interval = network.kind() == NetworkKind.PRODUCTION ? PRODUCTION_ANCHOR_INTERVAL : 1;
    long height = tip.height() - tip.height() % interval;
    long leaves =
        height == 0
            ? 0
            : store
                .block(height)
                .map(ScannedBlock::leaves)
                .orElseThrow(() ->
                    new WalletException(
                        "block "
                            + height
                            + " is missing from the wallet; run: nelumbo wallet rescan"));
    return new Base(tip.height(), height, leaves);
  }

  private Planner planner(Base base, List<OwnNote> spendable, Options options) {
    Amount fee = options.fee().orElse(network.minFee());
    if (fee.compareTo(network.minFee()) < 0) {
      throw new WalletException(
          "the fee of " + fee + " is below the network's minimum of " + network.minFee());
    }
    // One change address a height: reuse would be harmless, since nobody but the owner ever sees
    // it.
    return new Planner(
        network.nativeAsset(),
        spendable,
        keys.changeAddress(base.tipHeight()),
        fee,
        base.anchorHeight() + EXPIRY_BLOCKS);
  }

  private BuiltTransaction build(
      Base base, Options options, Function<Planner, TransactionPlan> planning) {
    List<OwnNote> unspent = store.spendable(base.tipHeight());
    try {
      List<OwnNote> spendable =
          unspent.stream().filter(note -> note.position() < base.leaves()).toList();
      TransactionPlan plan = plan(planner(base, spendable, options), planning);
      NoteTree tree = new NoteTree(store, network.pool());
      return new TransactionBuilder(keys, tree, network, prover).build(plan, base.leaves());
    } finally {
      unspent.forEach(OwnNote::wipe);
    }
  }

  private static TransactionPlan plan(
      Planner planner, Function<Planner, TransactionPlan> planning) {
    try {
      return planning.apply(planner);
    } catch (ArithmeticException e) {
      throw new WalletException("the amount and the fee together exceed 2^64 - 1; give less", e);
    }
  }
}
