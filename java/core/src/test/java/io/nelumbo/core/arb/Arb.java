package io.nelumbo.core.arb;

import io.nelumbo.core.block.Allocation;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.key.Diversifier;
import io.nelumbo.core.key.X25519Key;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.NoteCommitment;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tree.MerklePath;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.core.value.Signature64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Protocol values that are well formed but mean nothing: proofs and signatures are random bytes.
 * The same seed gives the same values; {@code -Dnelumbo.seed=N} repeats a run. Not thread-safe.
 */
public final class Arb {
  private final SplittableRandom random;

  /** Generators from a seed. */
  public Arb(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Generators from the property nelumbo.seed or from the clock; prints the seed. */
  public static Arb seeded(String test) {
    long seed = Long.getLong("nelumbo.seed", System.nanoTime());
    System.out.println(test + ": repeat with -Dnelumbo.seed=" + seed);
    return new Arb(seed);
  }

  /** A number from 0 to {@code bound} - 1. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** A coin. */
  public boolean flip() {
    return random.nextBoolean();
  }

  /** 64 random bits, with the edges 0 and 2^64 - 1 more often. */
  public long u64() {
    return switch (random.nextInt(16)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> Long.MIN_VALUE;
      case 3 -> random.nextInt(1000);
      default -> random.nextLong();
    };
  }

  /** Random bytes. */
  public byte[] bytes(int length) {
    byte[] out = new byte[length];
    random.nextBytes(out);
    return out;
  }

  /** 0 to {@code max} items. */
  public <T> List<T> list(int max, Supplier<T> item) {
    return exactly(random.nextInt(max + 1), item);
  }

  /** {@code count} items. */
  public <T> List<T> exactly(int count, Supplier<T> item) {
    List<T> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      out.add(item.get());
    }
    return out;
  }

  /** Items with distinct keys in ascending order. */
  public <T, K extends Comparable<K>> List<T> ascending(List<T> items, Function<T, K> key) {
    TreeMap<K, T> sorted = new TreeMap<>(Comparator.naturalOrder());
    items.forEach(item -> sorted.put(key.apply(item), item));
    return List.copyOf(sorted.values());
  }

  /** 32 bytes. */
  public Bytes32 bytes32() {
    return Bytes32.of(bytes(32));
  }

  /** An element of F that is not 0. */
  public FieldElement fieldElement() {
    byte[] out = bytes(32);
    out[31] &= 0x3f;
    out[0] |= 1;
    return FieldElement.of(out);
  }

  /** An asset. */
  public AssetId assetId() {
    return new AssetId(fieldElement());
  }

  /** An amount, zero at times. */
  public Amount amount() {
    return Amount.of(u64());
  }

  /** An amount above zero. */
  public Amount positiveAmount() {
    return Amount.of(u64() | 1);
  }

  /** Bytes that have the form of an Ed25519 key. */
  public AccountKey accountKey() {
    byte[] out = bytes(32);
    out[31] &= (byte) 0xbf;
    return AccountKey.of(out);
  }

  /** Bytes that have the form of an X25519 key. */
  public X25519Key x25519Key() {
    byte[] out = bytes(32);
    out[31] = (byte) (out[31] & 0x3f | 0x20);
    return X25519Key.of(out);
  }

  /** An address that nobody owns. */
  public Address address() {
    return new Address(Diversifier.of(bytes(16)), fieldElement(), x25519Key());
  }

  /** A signature that holds for nothing. */
  public Signature64 signature() {
    return Signature64.of(bytes(64));
  }

  /** A note commitment. */
  public NoteCommitment noteCommitment() {
    return new NoteCommitment(fieldElement());
  }

  /** A nullifier. */
  public Nullifier nullifier() {
    return new Nullifier(fieldElement());
  }

  /** An anchor. */
  public Anchor anchor() {
    return new Anchor(fieldElement());
  }

  /** A path of random siblings. */
  public MerklePath merklePath() {
    return new MerklePath(
        random.nextLong(1L << 32), exactly(MerklePath.SIBLINGS, this::fieldElement));
  }

  /** A memo with text. */
  public Memo memo() {
    return Memo.ofText(Long.toHexString(random.nextLong()) + "-λ");
  }

  /** An output that opens for nobody. */
  public NoteOutput noteOutput() {
    return new NoteOutput(
        noteCommitment(),
        x25519Key(),
        NoteOutput.EncryptedNote.of(bytes(NoteOutput.EncryptedNote.LENGTH)),
        NoteOutput.EncryptedOut.of(bytes(NoteOutput.EncryptedOut.LENGTH)));
  }

  /** An action of either circuit. */
  public Action action() {
    CircuitId circuit = CircuitId.values()[below(CircuitId.values().length)];
    int side = below(3);
    return new Action(
        circuit,
        exactly(circuit.inputs(), this::nullifier),
        bytes32(),
        side == 1 ? positiveAmount() : Amount.ZERO,
        side == 2 ? positiveAmount() : Amount.ZERO,
        side == 0 ? Optional.empty() : Optional.of(assetId()),
        exactly(circuit.outputs(), this::noteOutput));
  }

  /** An account entry. */
  public AccountEntry accountEntry() {
    List<Debit> debits =
        ascending(list(4, () -> new Debit(assetId(), positiveAmount())), Debit::asset);
    int issues = debits.isEmpty() ? 1 + below(3) : below(3);
    return new AccountEntry(
        accountKey(),
        u64(),
        debits,
        exactly(issues, () -> new Issue(u64(), positiveAmount(), accountKey())));
  }

  /** A credit. */
  public Credit credit() {
    return new Credit(accountKey(), assetId(), positiveAmount());
  }

  /** A body with up to three entries of each kind. */
  public TransactionBody transactionBody() {
    List<Action> actions = list(2, this::action);
    List<AccountEntry> accounts = list(2, this::accountEntry);
    if (actions.isEmpty() && accounts.isEmpty()) {
      accounts = List.of(accountEntry());
    }
    return new TransactionBody(
        TransactionBody.VERSION,
        random.nextInt(),
        u64(),
        amount(),
        1 + below(255),
        actions.isEmpty() ? Anchor.NONE : anchor(),
        ascending(accounts, AccountEntry::key),
        list(3, this::credit),
        actions);
  }

  /** Signatures and proofs, as many as a body needs, that hold for nothing. */
  public Authorization authorization(TransactionBody body) {
    return new Authorization(
        exactly(body.accounts().size(), this::signature),
        exactly(body.actions().size(), () -> new ActionAuthorization(proof(), signature())));
  }

  /** A proof of nothing. */
  public Proof proof() {
    return Proof.of(bytes(Proof.LENGTH));
  }

  /** A transaction. */
  public Transaction transaction() {
    TransactionBody body = transactionBody();
    return new Transaction(body, authorization(body));
  }

  /** A header for a number of transactions. */
  public BlockHeader blockHeader(int transactionCount, Bytes32 transactionRoot) {
    return new BlockHeader(
        BlockHeader.VERSION,
        random.nextInt(),
        1 + random.nextLong(1L << 62),
        new BlockHash(bytes32()),
        u64(),
        transactionRoot,
        anchor(),
        bytes32(),
        transactionCount + random.nextLong(1L << 62),
        transactionCount,
        accountKey());
  }

  /** A block of up to three transactions. */
  public Block block() {
    List<Transaction> transactions = list(3, this::transaction);
    return new Block(
        blockHeader(transactions.size(), Block.transactionRoot(transactions)),
        signature(),
        transactions);
  }

  /** A genesis. */
  public Genesis genesis() {
    List<GenesisCircuit> circuits = new ArrayList<>();
    for (CircuitId circuit : CircuitId.values()) {
      if (flip()) {
        circuits.add(new GenesisCircuit(circuit, bytes32(), bytes32(), u64()));
      }
    }
    return new Genesis(
        flip() ? NetworkKind.DEV : NetworkKind.PRODUCTION,
        random.nextInt(),
        1 + below(255),
        amount(),
        accountKey(),
        u64(),
        "network-" + below(1000) + "-ä",
        circuits,
        ascending(
            list(5, () -> new Allocation(accountKey(), Amount.of(random.nextInt(1 << 30)))),
            Allocation::account));
  }
}
