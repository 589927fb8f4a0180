package io.nelumbo.core.tx;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.FieldElement;
import java.util.Comparator;
import java.util.List;

/**
 * What a transaction does (docs/protocol/transactions.md 1). Every bound and order of the layout
 * holds for every instance; rules that need the chain's state are the verifier's.
 *
 * @param version 1
 * @param chain the chain id, 32 unsigned bits
 * @param expiryHeight the last height at which it may be committed, 64 unsigned bits
 * @param fee paid in the native asset
 * @param pool 1 to 255
 * @param anchor {@link Anchor#NONE} exactly when there are no actions
 * @param accounts at most 16, strictly ascending by key
 * @param credits at most 64, in any order
 * @param actions at most 16
 */
public record TransactionBody(
    int version,
    int chain,
    long expiryHeight,
    Amount fee,
    int pool,
    Anchor anchor,
    List<AccountEntry> accounts,
    List<Credit> credits,
    List<Action> actions) {

  /** The version that this software writes and reads. */
  public static final int VERSION = 1;

  /** The most account entries. */
  public static final int MAX_ACCOUNTS = 16;

  /** The most credits. */
  public static final int MAX_CREDITS = 64;

  /** The most actions. */
  public static final int MAX_ACTIONS = 16;

  /** Checks everything that the layout fixes. */
  public TransactionBody {
    accounts = List.copyOf(accounts);
    credits = List.copyOf(credits);
    actions = List.copyOf(actions);
    if (version != VERSION) {
      throw new InvalidValueException("version", "is " + version + ", not " + VERSION);
    }
    if (pool < 1 || pool > 255) {
      throw new InvalidValueException("pool", "is " + pool + ", not in 1 to 255");
    }
    Rules.atMost("accounts", accounts, MAX_ACCOUNTS);
    Rules.atMost("credits", credits, MAX_CREDITS);
    Rules.atMost("actions", actions, MAX_ACTIONS);
    Rules.strictlyAscending("accounts", accounts, Comparator.comparing(AccountEntry::key));
    if (accounts.isEmpty() && actions.isEmpty()) {
      throw new InvalidValueException("", "has neither an account entry nor an action");
    }
    if (anchor.value().isZero() != actions.isEmpty()) {
      throw new InvalidValueException(
          "anchor", actions.isEmpty() ? "is not zero although there are no actions" : "is zero");
    }
  }

  /** Reads exactly the bytes of a body. */
  public static TransactionBody parse(byte[] bytes) throws DecodeException {
    ByteReader reader = ByteReader.bounded("body", bytes, Transaction.MAX_LENGTH);
    TransactionBody body = read(reader);
    reader.finish();
    return body;
  }

  static TransactionBody read(ByteReader reader) throws DecodeException {
    int start = reader.position();
    reader.version("version", VERSION);
    int chain = reader.u32("chain");
    long expiryHeight = reader.u64("expiry_height");
    Amount fee = Amount.read(reader, "fee");
    int pool = reader.u8("pool");
    Anchor anchor = Anchor.read(reader, "anchor");
    int accountCount = reader.count8("accounts", MAX_ACCOUNTS, AccountEntry.MIN_LENGTH);
    List<AccountEntry> accounts = reader.list("accounts", accountCount, AccountEntry::read);
    int creditCount = reader.count8("credits", MAX_CREDITS, Credit.LENGTH);
    List<Credit> credits = reader.list("credits", creditCount, Credit::read);
    int actionCount = reader.count8("actions", MAX_ACTIONS, Action.MIN_LENGTH);
    List<Action> actions = reader.list("actions", actionCount, Action::read);
    return reader.build(
        "",
        start,
        () ->
            new TransactionBody(
                VERSION, chain, expiryHeight, fee, pool, anchor, accounts, credits, actions));
  }

  /** The encoding. */
  public byte[] bytes() {
    ByteWriter writer = new ByteWriter(256 + actions.size() * 2048);
    write(writer);
    return writer.toByteArray();
  }

  void write(ByteWriter writer) {
    writer.u8(version).u32(chain).u64(expiryHeight);
    fee.write(writer);
    writer.u8(pool);
    anchor.write(writer);
    writer.u8(accounts.size()).each(accounts, AccountEntry::write);
    writer.u8(credits.size()).each(credits, Credit::write);
    writer.u8(actions.size()).each(actions, Action::write);
  }

  /** The transaction's id; computed at each call. */
  public TxId txid() {
    return TxId.of(Blake2b.hash256(HashTag.TX_ID, bytes()));
  }

  /** The public input that binds each proof to this transaction. */
  public FieldElement context() {
    return FieldElement.reduce(Blake2b.hash512(HashTag.CONTEXT, txid().toByteArray()));
  }

  /** What every account key and every rk signs. */
  public Bytes32 sighash(Bytes32 genesisHash) {
    byte[] input =
        new ByteWriter(68)
            .u32(chain)
            .bytes(genesisHash.toByteArray())
            .bytes(txid().toByteArray())
            .toByteArray();
    return Bytes32.of(Blake2b.hash256(HashTag.SIG_HASH, input));
  }
}
