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
import io.nelumbo.wallet.key.ViewingKeys;
import io.nelumbo.wallet.key.ViewingKind;
import io.nelumbo.wallet.scan.Scanner;
import io.nelumbo.wallet.store.HistoryEntry;
import io.nelumbo.wallet.store.HistoryEntry.Kind;
import io.nelumbo.wallet.store.OwnNote;
import io.nelumbo.wallet.store.WalletStore;
import io.nelumbo.wallet.transfer.BuiltTransaction;
import io.nelumbo.wallet.transfer.CheckedProver;
import io.nelumbo.wallet.transfer.Transfers;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * One account, unlocked: addresses, balance, history, and every way to move value. A wallet that
 * was made from a viewing key only watches: what moves value is refused.
 *
 * <p>For one thread at a time. {@link #close} locks it: the keys are wiped.
 */
public final class Wallet implements AutoCloseable {
  private static final int ACCOUNT = 0;

  private final WalletKeys keys;
  private final WalletStore store;
  private final Services services;
  private final Network network;

  /**
   * Where the wallet reads the chain, sends transactions, has proofs made and outputs decrypted;
   * they outlive the wallet.
   */
  public record Services(
      ChainSource chain,
      Broadcaster broadcaster,
      Prover prover,
      ProvingKeys provingKeys,
      NativeContext context) {}

  private Wallet(WalletKeys keys, WalletStore store, Services services, Network network) {
    this.keys = keys;
    this.store = store;
    this.services = services;
    this.network = network;
  }

  /**
   * Unlocks a wallet. One that was not bound to a network when it was made belongs, from the first
   * time on, to the one that the node states.
   *
   * @throws WalletException for a wrong password, for files that are damaged, and where the node
   *     states anything else than the network that the wallet is bound to
   */
  public static Wallet open(WalletFiles files, char[] password, Services services)
      throws ChainException {
    Network stated = services.chain().network();
    WalletKeys keys = WalletKeys.open(files, password, ACCOUNT);
    try {
      keys.requireFor(stated.kind());
      WalletStore store = WalletStore.open(files.store());
      try {
        bind(store, stated);
        return new Wallet(keys, store, services, stated);
      } catch (RuntimeException e) {
        store.close();
        throw e;
      }
    } catch (RuntimeException e) {
      keys.close();
      throw e;
    }
  }

  private static void bind(WalletStore store, Network stated) {
    Optional<Network> bound = store.network();
    bound
        .flatMap(network -> network.contradiction(stated))
        .ifPresent(problem -> {
          throw new WalletException(problem);
        });
    if (bound.isEmpty()) {
      store.setNetwork(stated);
    }
    store.setAddresses(Math.max(1, store.addresses()));
  }

  /** A transaction that was accepted by the node. */
  public record Sent(TxId txid, int bytes, List<ProofResult> proofs) {}

  /** The network of this wallet. */
  public Network network() {
    return network;
  }

  /** The addresses that were handed out, the newest last. */
  public List<Address> addresses() {
    return LongStream.range(0, store.addresses()).mapToObj(keys::address).toList();
  }

  /** A fresh address; all addresses belong to the same balance and cannot be linked by others. */
  public Address newAddress() {
    long index = store.addresses();
    Address fresh = keys.address(index);
    store.setAddresses(index + 1);
    return fresh;
  }

  /** What the wallet watches with; empty for one that can spend. */
  public Optional<ViewingKind> watchOnly() {
    return keys.watchOnly();
  }

  /** A viewing key of this wallet; the caller closes it. */
  public ViewingKeys viewingKey(ViewingKind kind) {
    return keys.viewingKey(kind);
  }

  /** The transparent account; a viewing key shows none. */
  public AccountKey account() {
    return keys.spending().account();
  }

  /** The id of an own asset. */
  public AssetId assetId(long assetNonce) {
    return AssetId.derive(network.chain(), account().bytes(), assetNonce);
  }

  /** Reads the chain up to its head; returns the number of blocks. */
  public long sync(Scanner.Progress progress) throws ChainException {
    return new Scanner(services.chain(), store, keys.view(), network)
        .scan(services.context(), progress);
  }

  /** Forgets what was scanned; the next sync begins at the first block. */
  public void rescan() {
    store.clear();
  }

  /** Height of the newest scanned block, 0 when there is none. */
  public long scannedHeight() {
    return store.tip().map(tip -> tip.height()).orElse(0L);
  }

  /**
   * What the wallet holds as of the last sync; the transparent part as of now. One that watches
   * with an incoming viewing key cannot see spends: it gives all that ever came in. One that
   * watches sees no transparent account.
   */
  public Balance balance() throws ChainException {
    long height = scannedHeight();
    return new Balance(
        sums(store.spendable(height)),
        sums(store.pending(height)),
        watchOnly().isPresent()
            ? Collections.emptySortedMap()
            : services.chain().account(account()).balances());
  }

  private static SortedMap<AssetId, Amount> sums(List<OwnNote> notes) {
    SortedMap<AssetId, Amount> sums = new TreeMap<>();
    notes.forEach(note -> {
      sums.merge(note.asset(), note.value(), Amount::plus);
      note.wipe();
    });
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

  /** Puts up to four small notes of an asset together into one; nothing leaves the wallet. */
  public Sent consolidate(AssetId asset, Options options) throws ChainException {
    return submit(transfers().consolidate(asset, options), Optional.empty());
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
    return new Transfers(
        keys.spending(),
        store,
        network,
        new CheckedProver(services.prover(), services.provingKeys(), network.verifyingKeys()));
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
