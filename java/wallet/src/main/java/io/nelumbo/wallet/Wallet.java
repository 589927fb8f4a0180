package io.nelumbo.wallet;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.Prover;
import io.nelumbo.wallet.chain.AccountState;
import io.nelumbo.wallet.chain.Broadcaster;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.chain.ChainSource;
import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.key.AccountKeys;
import io.nelumbo.wallet.key.KeyFile;
import io.nelumbo.wallet.key.Mnemonic;
import io.nelumbo.wallet.scan.Scanner;
import io.nelumbo.wallet.store.HistoryEntry;
import io.nelumbo.wallet.store.HistoryEntry.Kind;
import io.nelumbo.wallet.store.OwnNote;
import io.nelumbo.wallet.store.WalletStore;
import io.nelumbo.wallet.transfer.BuiltTransaction;
import io.nelumbo.wallet.transfer.Transfers;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One account, unlocked: addresses, balance, history, and every way to move value.
 *
 * <p>For one thread at a time. {@link #close} wipes the keys.
 */
public final class Wallet implements AutoCloseable {
  private static final int ACCOUNT = 0;

  private final AccountKeys keys;
  private final WalletStore store;
  private final Services services;
  private final Network network;

  /**
   * Where the wallet reads the chain, sends transactions, has proofs made and outputs decrypted;
   * they outlive the wallet.
   */
  public record Services(
      ChainSource chain, Broadcaster broadcaster, Prover prover, NativeContext context) {}

  private Wallet(AccountKeys keys, WalletStore store, Services services, Network network) {
    this.keys = keys;
    this.store = store;
    this.services = services;
    this.network = network;
  }

  /** Unlocks a wallet and binds it, the first time, to the node's network. */
  public static Wallet open(WalletFiles files, char[] password, Services services)
      throws ChainException {
    Network network = services.chain().network();
    AccountKeys keys;
    try (Mnemonic mnemonic = KeyFile.open(files.keyFile(), password)) {
      keys = AccountKeys.of(mnemonic, ACCOUNT);
    }
    WalletStore store;
    try {
      store = WalletStore.open(files.store());
    } catch (RuntimeException e) {
      keys.close();
      throw e;
    }
    if (store.genesis().isEmpty()) {
      store.setGenesis(network.genesisHash());
      store.setMinFee(network.minFee());
      store.setAddresses(1);
    } else if (!store.genesis().get().equals(network.genesisHash())) {
      store.close();
      keys.close();
      throw new WalletException(
          "this wallet belongs to the network with genesis "
              + store.genesis().get()
              + ", but the node serves "
              + network.genesisHash()
              + "; name another node or another wallet");
    }
    // The genesis fixes the fee: a node that asks for more than on the first day is wrong or
    // greedy.
    Amount known = store.minFee().orElse(network.minFee());
    if (!known.equals(network.minFee())) {
      store.close();
      keys.close();
      throw new WalletException(
          "the node states a minimum fee of "
              + network.minFee()
              + ", but the network's is "
              + known
              + "; name another node");
    }
    return new Wallet(keys, store, services, network);
  }

  /** A transaction that was accepted by the node. */
  public record Sent(TxId txid, int bytes, List<ProofResult> proofs) {}

  /** The network of this wallet. */
  public Network network() {
    return network;
  }

  /** The addresses that were handed out, the newest last. */
  public List<Address> addresses() {
    return java.util.stream.LongStream.range(0, store.addresses()).mapToObj(keys::address).toList();
  }

  /** A fresh address; all addresses belong to the same balance and cannot be linked by others. */
  public Address newAddress() {
    long index = store.addresses();
    store.setAddresses(index + 1);
    return keys.address(index);
  }

  /** The transparent account. */
  public AccountKey account() {
    return keys.account();
  }

  /** The id of an own asset. */
  public AssetId assetId(long assetNonce) {
    return AssetId.derive(network.chain(), keys.account().bytes(), assetNonce);
  }

  /** Reads the chain up to its head; returns the number of blocks. */
  public long sync(Scanner.Progress progress) throws ChainException {
    return new Scanner(services.chain(), store, keys, network).scan(services.context(), progress);
  }

  /** Forgets what was scanned; the next sync begins at the first block. */
  public void rescan() {
    store.clear();
  }

  /** Height of the newest scanned block, 0 when there is none. */
  public long scannedHeight() {
    return store.tip().map(tip -> tip.height()).orElse(0L);
  }

  /** What the wallet holds as of the last sync; the transparent part as of now. */
  public Balance balance() throws ChainException {
    long height = scannedHeight();
    return new Balance(
        sums(store.spendable(height)),
        sums(store.pending(height)),
        services.chain().account(account()).balances());
  }

  private static SortedMap<AssetId, Amount> sums(List<OwnNote> notes) {
    SortedMap<AssetId, Amount> sums = new TreeMap<>();
    notes.forEach(note -> sums.merge(note.asset(), note.value(), Amount::plus));
    return sums;
  }

  /** Everything that happened, oldest first. */
  public List<HistoryEntry> history() {
    return store.history();
  }

  /** Pays privately. */
  public Sent send(AssetId asset, Amount amount, Address to, Memo memo, Options options)
      throws ChainException {
    return submit(transfers().send(asset, amount, to, memo, options), Optional.empty());
  }

  /** Moves value from the transparent account into the pool, to the wallet's first address. */
  public Sent shield(AssetId asset, Amount amount, Options options) throws ChainException {
    BuiltTransaction built = transfers().shield(asset, amount, keys.address(0), state(), options);
    return submit(built, line(built, Kind.SHIELDED, asset, amount, Optional.empty()));
  }

  /** Moves value out of the pool to a transparent account. */
  public Sent unshield(AssetId asset, Amount amount, AccountKey to, Options options)
      throws ChainException {
    BuiltTransaction built = transfers().unshield(asset, amount, to, options);
    return submit(built, line(built, Kind.UNSHIELDED, asset, amount, Optional.of(text(to))));
  }

  /** Pays from account to account, in the open. */
  public Sent transfer(AssetId asset, Amount amount, AccountKey to, Options options)
      throws ChainException {
    BuiltTransaction built = transfers().transfer(asset, amount, to, state(), options);
    return submit(built, line(built, Kind.TRANSFERRED, asset, amount, Optional.of(text(to))));
  }

  /** Makes units of an own asset. */
  public Sent issue(long assetNonce, Amount amount, Options options) throws ChainException {
    BuiltTransaction built = transfers().issue(assetNonce, amount, state(), options);
    return submit(built, line(built, Kind.ISSUED, assetId(assetNonce), amount, Optional.empty()));
  }

  /**
   * Builds a private payment without sending it: for a broadcaster of the caller's, and for tests
   * of other nodes' rules.
   */
  public BuiltTransaction build(
      AssetId asset, Amount amount, Address to, Memo memo, Options options) {
    return transfers().send(asset, amount, to, memo, options);
  }

  private Transfers transfers() {
    return new Transfers(keys, store, network, services.prover());
  }

  private AccountState state() throws ChainException {
    return services.chain().account(account());
  }

  private String text(AccountKey account) {
    return account.text(network.kind().accountPrefix());
  }

  private static Optional<HistoryEntry> line(
      BuiltTransaction built, Kind kind, AssetId asset, Amount amount, Optional<String> party) {
    return Optional.of(
        new HistoryEntry(
            0,
            System.currentTimeMillis(),
            built.transaction().txid(),
            kind,
            asset,
            amount,
            party,
            Optional.empty()));
  }

  private Sent submit(BuiltTransaction built, Optional<HistoryEntry> line) throws ChainException {
    TransactionBody body = built.transaction().body();
    TxId txid = built.transaction().txid();
    // Set aside before anything is sent: when no answer comes, the payment may still be committed,
    // and a second try must not pay twice.
    store.atomically(() -> {
      forEachNullifier(body, nf -> store.setPending(nf, body.expiryHeight()));
      line.ifPresent(store::putHistory);
    });
    try {
      services.broadcaster().submit(built.transaction());
    } catch (ChainException e) {
      throw afterFailure(e, body, txid);
    }
    return new Sent(txid, built.transaction().bytes().length, built.proofs());
  }

  private ChainException afterFailure(ChainException e, TransactionBody body, TxId txid) {
    if (e.isRefused()) {
      store.atomically(() -> {
        forEachNullifier(body, store::clearPending);
        store.forgetWaiting(txid);
      });
      return e;
    }
    return new ChainException(
        e.getMessage()
            + "; transaction "
            + txid
            + " may still be committed until block "
            + Long.toUnsignedString(body.expiryHeight())
            + ", its notes stay set aside until then",
        e);
  }

  private static void forEachNullifier(TransactionBody body, Consumer<Nullifier> action) {
    body.actions().forEach(entry -> entry.nullifiers().forEach(action));
  }

  @Override
  public void close() {
    store.close();
    keys.close();
  }
}
