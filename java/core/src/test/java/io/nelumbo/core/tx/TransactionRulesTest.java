package io.nelumbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.FieldElement;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Bounds, orders and field rules of docs/protocol/transactions.md 1 to 6, each with a twin that is
 * accepted.
 */
class TransactionRulesTest {
  private static final long MAX_ALLOCATION = 64 * 1024;

  private final Arb arb = Arb.seeded("TransactionRulesTest");

  /** A header whose count bytes the test sets, followed by room for anything. */
  private static ByteWriter head(boolean anchored) {
    ByteWriter writer = new ByteWriter(64).u8(1).u32(7).u64(1000).u64(5).u8(1);
    return writer.bytes(anchored ? FieldElement.reduce(ones()).toByteArray() : new byte[32]);
  }

  private static byte[] ones() {
    byte[] out = new byte[64];
    out[0] = 1;
    return out;
  }

  private static void assertRefused(ByteWriter prefix, String message) {
    byte[] bytes = prefix.bytes(new byte[40_000]).toByteArray();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThatThrownBy(() -> Transaction.parse(bytes))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(message);
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      Transaction.parse(bytes);
    } catch (DecodeException e) {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_ALLOCATION);
    }
  }

  private ByteWriter withDebits(int count) {
    return head(false).u8(1).bytes(arb.accountKey().toByteArray()).u64(0).u8(count);
  }

  @Test
  void counts_atBoundPlusOne() {
    assertRefused(head(false).u8(17), "transaction.accounts: count is 17, at most 16");
    assertRefused(head(false).u8(0).u8(65), "transaction.credits: count is 65, at most 64");
    assertRefused(head(true).u8(0).u8(0).u8(17), "transaction.actions: count is 17, at most 16");
    assertRefused(withDebits(17), "transaction.accounts[0].debits: count is 17, at most 16");
    assertRefused(withDebits(0).u8(17), "transaction.accounts[0].issues: count is 17, at most 16");
    assertRefused(head(true).u8(255), "count is 255");
  }

  @Test
  void counts_atBound() throws DecodeException {
    List<Debit> debits =
        arb.ascending(arb.exactly(16, () -> new Debit(arb.assetId(), Amount.of(1))), Debit::asset);
    List<Issue> issues =
        arb.exactly(16, () -> new Issue(arb.u64(), Amount.of(1), arb.accountKey()));
    List<AccountEntry> accounts =
        arb.ascending(
            arb.exactly(16, () -> new AccountEntry(arb.accountKey(), 0, debits, issues)),
            AccountEntry::key);
    List<Credit> credits = arb.exactly(64, arb::credit);
    List<Action> actions = arb.exactly(16, arb::action);
    TransactionBody body =
        new TransactionBody(1, 7, 9, Amount.ZERO, 1, arb.anchor(), accounts, credits, actions);
    Transaction transaction = new Transaction(body, arb.authorization(body));
    byte[] bytes = transaction.bytes();
    assertThat(bytes.length).isLessThanOrEqualTo(Transaction.MAX_LENGTH);
    assertThat(Transaction.parse(bytes)).isEqualTo(transaction);
  }

  @Test
  void constructors_refuseMoreThanTheBound() {
    assertThatThrownBy(() ->
            new TransactionBody(
                1,
                7,
                9,
                Amount.ZERO,
                1,
                Anchor.NONE,
                List.of(arb.accountEntry()),
                arb.exactly(65, arb::credit),
                List.of()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("credits");
    assertThatThrownBy(() ->
            new AccountEntry(
                arb.accountKey(),
                0,
                List.of(),
                arb.exactly(17, () -> new Issue(0, Amount.of(1), arb.accountKey()))))
        .hasMessageContaining("issues");
  }

  @Test
  void accounts_strictlyAscending() {
    AccountEntry low = arb.accountEntry();
    AccountEntry high = arb.accountEntry();
    if (low.key().compareTo(high.key()) > 0) {
      AccountEntry swap = low;
      low = high;
      high = swap;
    }
    assertThat(withAccounts(List.of(low, high)).accounts()).hasSize(2);
    List<AccountEntry> descending = List.of(high, low);
    List<AccountEntry> twice = List.of(low, low);
    assertThatThrownBy(() -> withAccounts(descending))
        .hasMessageContaining("accounts[1]: is not above");
    assertThatThrownBy(() -> withAccounts(twice)).hasMessageContaining("accounts[1]: is not above");
    ByteWriter writer = head(false).u8(2);
    high.write(writer);
    low.write(writer);
    assertRefused(writer.u8(0).u8(0), "transaction.accounts[1]: is not above");
  }

  private static TransactionBody withAccounts(List<AccountEntry> accounts) {
    return new TransactionBody(
        1, 7, 9, Amount.ZERO, 1, Anchor.NONE, accounts, List.of(), List.of());
  }

  @Test
  void debits_strictlyAscendingAndPositive() {
    AssetId asset = arb.assetId();
    Debit debit = new Debit(asset, Amount.of(1));
    assertThat(entry(List.of(debit)).debits()).hasSize(1);
    assertThatThrownBy(() -> entry(List.of(debit, debit)))
        .hasMessageContaining("debits[1]: is not above");
    assertThatThrownBy(() -> new Debit(asset, Amount.ZERO)).hasMessage("amount: is zero");
    ByteWriter writer = withDebits(1).bytes(asset.toByteArray()).u64(0);
    assertRefused(writer, "transaction.accounts[0].debits[0].amount: is zero");
  }

  private AccountEntry entry(List<Debit> debits) {
    return new AccountEntry(arb.accountKey(), 0, debits, List.of());
  }

  @Test
  void emptyEntryAndEmptyTransaction() {
    assertThatThrownBy(() -> entry(List.of())).hasMessageContaining("neither a debit nor an issue");
    assertThatThrownBy(() -> withAccounts(List.of()))
        .hasMessageContaining("neither an account entry nor an action");
    assertRefused(withDebits(0).u8(0), "transaction.accounts[0]: has neither");
  }

  @Test
  void anchor_zeroExactlyWithoutActions() {
    Action action = arb.action();
    assertThat(withAction(arb.anchor(), action).actions()).hasSize(1);
    assertThatThrownBy(() -> withAction(Anchor.NONE, action)).hasMessage("anchor: is zero");
    assertThatThrownBy(() ->
            new TransactionBody(
                1,
                7,
                9,
                Amount.ZERO,
                1,
                arb.anchor(),
                List.of(arb.accountEntry()),
                List.of(),
                List.of()))
        .hasMessageContaining("anchor: is not zero");
  }

  private static TransactionBody withAction(Anchor anchor, Action action) {
    return new TransactionBody(
        1, 7, 9, Amount.ZERO, 1, anchor, List.of(), List.of(), List.of(action));
  }

  @Test
  void versionAndPool() {
    ByteWriter version = new ByteWriter(8).u8(2);
    assertRefused(version, "transaction.version: is 2, this software knows only 1 (at byte 0)");
    ByteWriter pool = new ByteWriter(64).u8(1).u32(7).u64(1).u64(1).u8(0).bytes(new byte[32]);
    AccountEntry entry = arb.accountEntry();
    entry.write(pool.u8(1));
    assertRefused(pool.u8(0).u8(0), "transaction.pool: is 0");
  }

  @Test
  void action_valuesAndAsset() {
    Amount one = Amount.of(1);
    Optional<AssetId> asset = Optional.of(arb.assetId());
    assertThat(action(one, Amount.ZERO, asset).assetPub()).isEqualTo(asset);
    assertThat(action(Amount.ZERO, Amount.ZERO, Optional.empty()).assetPubElement().isZero())
        .isTrue();
    assertThatThrownBy(() -> action(one, one, asset)).hasMessageContaining("v_out");
    assertThatThrownBy(() -> action(one, Amount.ZERO, Optional.empty()))
        .hasMessageContaining("asset_pub: is zero");
    assertThatThrownBy(() -> action(Amount.ZERO, Amount.ZERO, asset))
        .hasMessageContaining("asset_pub: is an asset");
  }

  private Action action(Amount in, Amount out, Optional<AssetId> asset) {
    return new Action(
        CircuitId.TRANSFER_1X2,
        List.of(arb.nullifier()),
        arb.bytes32(),
        in,
        out,
        asset,
        arb.exactly(2, arb::noteOutput));
  }

  @Test
  void action_unknownCircuit() {
    assertRefused(head(true).u8(0).u8(0).u8(1).u8(9), "actions[0].circuit: no circuit has id 9");
    assertThat(CircuitId.of(1).publicInputs()).isEqualTo(11);
    assertThat(CircuitId.of(2).publicInputs()).isEqualTo(10);
    assertThat(CircuitId.of(3).publicInputs()).isEqualTo(13);
    assertThat(CircuitId.ofName("transfer-1x2")).contains(CircuitId.TRANSFER_1X2);
    assertThat(CircuitId.ofName("transfer-9x9")).isEmpty();
  }

  @Test
  void commitment_notCanonical_namesFieldAndOffset() {
    Action first = arb.action();
    Action second = action(Amount.ZERO, Amount.ZERO, Optional.empty());
    TransactionBody body =
        new TransactionBody(
            1, 7, 9, Amount.ZERO, 1, arb.anchor(), List.of(), List.of(), List.of(first, second));
    byte[] bytes = new Transaction(body, arb.authorization(body)).bytes();
    ByteWriter upToSecond = head(true).u8(0).u8(0).u8(2);
    first.write(upToSecond);
    int offset = upToSecond.length() + 1 + 32 + 32 + 8 + 8 + 32;
    bytes[offset + 31] = (byte) 0xff;
    assertThatThrownBy(() -> Transaction.parse(bytes))
        .hasMessage(
            "transaction.actions[1].outputs[0].cm: not less than the field modulus (at byte "
                + offset
                + ")");
  }

  @Test
  void authorization_ofAnotherBody() {
    TransactionBody body = withAction(arb.anchor(), arb.action());
    assertThat(new Transaction(body, arb.authorization(body)).body()).isEqualTo(body);
    assertThatThrownBy(() -> new Transaction(body, new Authorization(List.of(), List.of())))
        .hasMessageContaining("authorization.actions");
    assertThatThrownBy(() ->
            new Transaction(
                body,
                new Authorization(List.of(arb.signature()), arb.authorization(body).actions())))
        .hasMessageContaining("authorization.account_signatures");
  }
}
