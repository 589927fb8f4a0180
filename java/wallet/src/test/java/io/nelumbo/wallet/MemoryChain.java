package io.nelumbo.wallet;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.wallet.chain.AccountState;
import io.nelumbo.wallet.chain.Broadcaster;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.chain.ChainSource;
import io.nelumbo.wallet.chain.CompactBlock;
import io.nelumbo.wallet.chain.CompactBlock.CompactTransaction;
import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.scan.NoteTree;
import io.nelumbo.wallet.store.NodeStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The wallet's side of a chain in memory: every submitted transaction becomes a block. It keeps the
 * tree, nullifiers and accounts as a ledger would; the rules themselves are the verifier's and are
 * tested with the real node.
 */
final class MemoryChain implements ChainSource, Broadcaster {
  static final int CHAIN = 77;

  private final List<CompactBlock> blocks = new ArrayList<>();
  private final List<Transaction> transactions = new ArrayList<>();
  private final Set<Nullifier> spent = new HashSet<>();
  private final Map<AccountKey, TreeMap<AssetId, Amount>> balances = new HashMap<>();
  private final Map<AccountKey, Long> nonces = new HashMap<>();
  private @Nullable ChainException nextFailure;
  private long minFee = 10;
  private Bytes32 genesis = Bytes32.ZERO;
  private Map<CircuitId, Bytes32> verifyingKeys;
  private final NoteTree tree = new NoteTree(new MemoryNodes(), 1);

  /** A chain whose genesis names these verifying keys. */
  MemoryChain(Map<CircuitId, Bytes32> verifyingKeys) {
    this.verifyingKeys = verifyingKeys;
  }

  static final class MemoryNodes implements NodeStore {
    private final Map<String, byte[]> nodes = new HashMap<>();
    private long leaves;

    @Override
    public byte @Nullable [] node(int level, long index) {
      return nodes.get(level + "/" + index);
    }

    @Override
    public void putNode(int level, long index, byte[] hash) {
      nodes.put(level + "/" + index, hash);
    }

    @Override
    public long leaves() {
      return leaves;
    }

    @Override
    public void setLeaves(long count) {
      leaves = count;
    }
  }

  void grant(AccountKey account, AssetId asset, Amount amount) {
    balances.computeIfAbsent(account, a -> new TreeMap<>()).merge(asset, amount, Amount::plus);
  }

  List<Transaction> transactions() {
    return transactions;
  }

  @Override
  public Network network() {
    return new Network(NetworkKind.DEV, CHAIN, genesis, 1, Amount.of(minFee), verifyingKeys);
  }

  @Override
  public long headHeight() {
    return blocks.size();
  }

  @Override
  public List<CompactBlock> compactBlocks(long from) {
    return from > blocks.size()
        ? List.of()
        : List.copyOf(blocks.subList((int) from - 1, blocks.size()));
  }

  @Override
  public AccountState account(AccountKey account) {
    return new AccountState(
        nonces.getOrDefault(account, 0L), balances.getOrDefault(account, new TreeMap<>()));
  }

  /** What the next submission meets instead of an answer. */
  void failNext(ChainException failure) {
    nextFailure = failure;
  }

  /** States another genesis from now on. */
  void stateGenesis(Bytes32 hash) {
    genesis = hash;
  }

  /** States other verifying keys from now on. */
  void stateKeys(Map<CircuitId, Bytes32> keys) {
    verifyingKeys = keys;
  }

  /** States another minimum fee from now on. */
  void stateFee(long fee) {
    minFee = fee;
  }

  @Override
  public void submit(Transaction transaction) throws ChainException {
    if (nextFailure != null) {
      ChainException failure = nextFailure;
      nextFailure = null;
      throw failure;
    }
    List<Nullifier> nullifiers =
        transaction.body().actions().stream().flatMap(a -> a.nullifiers().stream()).toList();
    for (Nullifier nf : nullifiers) {
      if (!spent.add(nf)) {
        throw ChainException.refused("nullifier " + nf + " is spent");
      }
    }
    transaction.body().accounts().forEach(this::debit);
    for (Credit credit : transaction.body().credits()) {
      grant(credit.account(), credit.asset(), credit.amount());
    }
    List<NoteOutput> outputs =
        transaction.body().actions().stream().flatMap(a -> a.outputs().stream()).toList();
    long first = tree.size();
    tree.append(outputs.stream().map(o -> o.cm().toByteArray()).toList());
    byte[] hash = new byte[32];
    hash[0] = (byte) blocks.size();
    blocks.add(
        new CompactBlock(
            blocks.size() + 1,
            Bytes32.of(hash),
            1000L * blocks.size(),
            tree.root(tree.size()),
            first,
            List.of(new CompactTransaction(transaction.txid(), nullifiers, outputs))));
    transactions.add(transaction);
  }

  private void debit(AccountEntry entry) {
    TreeMap<AssetId, Amount> held = balances.computeIfAbsent(entry.key(), a -> new TreeMap<>());
    for (Debit debit : entry.debits()) {
      held.compute(
          debit.asset(),
          (asset, amount) -> java.util.Objects.requireNonNull(amount).minus(debit.amount()));
    }
    for (Issue issue : entry.issues()) {
      grant(
          issue.to(),
          AssetId.derive(CHAIN, entry.key().bytes(), issue.assetNonce()),
          issue.amount());
    }
    nonces.merge(entry.key(), 1L, Long::sum);
  }
}
