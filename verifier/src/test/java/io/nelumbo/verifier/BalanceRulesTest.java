package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tree.TreeShape;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** docs/protocol/transactions.md 8 and 9.3: what must add up and what must fit. */
class BalanceRulesTest extends TransactionRules {
  @Test
  void refusesAnUnbalancedAssetEitherWay() {
    assertRejected(payment().credit(BOB.key(), NATIVE, 1).build(), Reason.UNBALANCED);
    assertRejected(payment().debit(BOB, 0, NATIVE, 1).build(), Reason.UNBALANCED);
    assertRejected(payment().credit(BOB.key(), arb.assetId(), 1).build(), Reason.UNBALANCED);
    TxBuilder unpaid = payment();
    unpaid.fee = Amount.of(11);
    assertRejected(unpaid.build(), Reason.UNBALANCED);
  }

  @Test
  void sumsDoNotWrapAt64Bits() {
    TxBuilder wraps = payment().credit(BOB.key(), NATIVE, -1).credit(BOB.key(), NATIVE, 1);
    assertRejected(wraps.build(), Reason.UNBALANCED);
    TxBuilder bothSides =
        new TxBuilder(NETWORK)
            .debit(ALICE, 0, NATIVE, -1)
            .debit(BOB, 0, NATIVE, 11)
            .credit(BOB.key(), NATIVE, -1)
            .credit(BOB.key(), NATIVE, 1);
    assertRejected(bothSides.build(), Reason.INSUFFICIENT_FUNDS);
  }

  @Test
  void refusesMoreThanAnAccountHolds() {
    long all = TestNetwork.RICHES.units() - TestNetwork.FEE.units();
    assertAccepted(TxBuilder.payment(NETWORK, ALICE, 0, BOB.key(), all));
    assertRejected(
        TxBuilder.payment(NETWORK, ALICE, 0, BOB.key(), all + 1).build(),
        Reason.INSUFFICIENT_FUNDS);
  }

  @Test
  void refusesMoreThanThePoolHolds() {
    assertAccepted(withdrawal(500));
    assertRejected(withdrawal(501).build(), Reason.INSUFFICIENT_FUNDS);
  }

  /** A full pool, out of which 10 go and into which 10 come by another action. */
  private TxBuilder outAndIn(long in) {
    return new TxBuilder(NETWORK)
        .anchor(anchor)
        .debit(ALICE, 0, NATIVE, TestNetwork.FEE.units() + in - 10)
        .action(arb, CircuitId.TRANSFER_2X2, 0, 10, Optional.of(NATIVE))
        .action(arb, CircuitId.TRANSFER_2X2, in, 0, Optional.of(NATIVE));
  }

  @Test
  void whatLeavesAndEntersAFullPoolIsOneChange() {
    view.put(StateKey.pool(1, NATIVE), -1);
    assertAccepted(outAndIn(10));
    LedgerOverlay after = new LedgerOverlay(view);
    after.apply(outAndIn(10).build());
    assertThat(after.poolCounter(1, NATIVE)).isEqualTo(Amount.MAX);
  }

  @Test
  void refusesWhatAPoolCounterCannotHold() {
    view.put(StateKey.pool(1, NATIVE), -2);
    assertAccepted(outAndIn(11));
    assertRejected(outAndIn(12).build(), Reason.UNBALANCED);
  }

  @Test
  void refusesWhatABalanceCannotHold() {
    view.put(StateKey.balance(BOB.key(), NATIVE), -101);
    assertAccepted(payment());
    view.put(StateKey.balance(BOB.key(), NATIVE), -100);
    assertRejected(payment().build(), Reason.UNBALANCED);
    AssetId asset = AssetId.derive(7, ALICE.key().bytes(), 3);
    assertAccepted(issue(Amount.of(5)));
    view.put(StateKey.balance(BOB.key(), asset), -5);
    assertRejected(issue(Amount.of(5)).build(), Reason.UNBALANCED);
  }

  @Test
  void refusesFeesThatTheProposersBalanceCannotHold() {
    StateKey proposer = StateKey.balance(TestNetwork.PROPOSER.key(), NATIVE);
    view.put(proposer, -21);
    LedgerOverlay after = new LedgerOverlay(view);
    after.apply(payment().build());
    Transaction second = TxBuilder.payment(NETWORK, ALICE, 1, BOB.key(), 100).build();
    assertThat(verifier.checkState(second, after).accepted()).isTrue();
    after.apply(second);
    Transaction third = TxBuilder.payment(NETWORK, ALICE, 2, BOB.key(), 100).build();
    assertThat(verifier.checkState(third, after)).isInstanceOf(Verdict.Reject.class);
    after.creditFees(TestNetwork.PROPOSER.key());
    assertThat(after.balance(TestNetwork.PROPOSER.key(), NATIVE)).isEqualTo(Amount.MAX);
  }

  @Test
  void issuesOnlyTheSignersAssetsBelow64Bits() {
    AssetId asset = AssetId.derive(7, ALICE.key().bytes(), 3);
    TxBuilder most = issue(Amount.MAX);
    assertAccepted(most);
    view.put(
        StateKey.asset(asset), new AssetInfo(ALICE.key().bytes(), 3, Amount.of(1)).toByteArray());
    assertRejected(most.build(), Reason.BAD_ISSUE);
    assertAccepted(issue(Amount.of(-2)));
    assertRejected(issue(Amount.of(-2), Amount.of(1)).build(), Reason.BAD_ISSUE);
  }

  private TxBuilder issue(Amount... amounts) {
    List<Issue> issues =
        Arrays.stream(amounts).map(amount -> new Issue(3, amount, BOB.key())).toList();
    return new TxBuilder(NETWORK)
        .entry(ALICE, 0, List.of(new Debit(NATIVE, TestNetwork.FEE)), issues);
  }

  @Test
  void nobodyIssuesTheNativeAsset() {
    AccountKey zero = AccountKey.of(new byte[32]);
    view.put(StateKey.balance(zero, NATIVE), 10);
    TransactionBody good = payment().body();
    TransactionBody body =
        new TransactionBody(
            1,
            good.chain(),
            good.expiryHeight(),
            good.fee(),
            good.pool(),
            good.anchor(),
            List.of(
                new io.nelumbo.core.tx.AccountEntry(
                    zero,
                    0,
                    List.of(new Debit(NATIVE, Amount.of(10))),
                    List.of(new Issue(0, Amount.of(1), BOB.key())))),
            List.of(),
            List.of());
    Transaction transaction =
        new Transaction(body, new Authorization(List.of(arb.signature()), List.of()));
    assertRejected(transaction, Reason.BAD_ISSUE);
  }

  @Test
  void refusesOutputsThatTheTreeHasNoRoomFor() {
    byte[] root = new byte[32];
    view.put(
        StateKey.noteTree(1),
        new ByteWriter(40).bytes(root).u64(TreeShape.CAPACITY - 2).toByteArray());
    assertAccepted(deposit());
    view.put(
        StateKey.noteTree(1),
        new ByteWriter(40).bytes(root).u64(TreeShape.CAPACITY - 1).toByteArray());
    assertRejected(deposit().build(), Reason.TREE_FULL);
  }
}
