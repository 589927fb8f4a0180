package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tree.TreeShape;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import io.nelumbo.verifier.kit.MapView;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestAccount;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** docs/protocol/transactions.md 9: one failing case for each rule, each beside the valid one. */
class TransactionRulesTest {
  private static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;
  private static final AssetId NATIVE = NETWORK.nativeAsset();
  private static final TestAccount ALICE = TestNetwork.rich(1);
  private static final TestAccount BOB = TestNetwork.rich(2);

  private final Arb arb = Arb.seeded("TransactionRulesTest");
  private final Anchor anchor = arb.anchor();
  private final MapView view = new MapView(NETWORK).know(anchor).put(StateKey.pool(1, NATIVE), 500);
  private final TransactionVerifier verifier =
      new TransactionVerifier(new StandInChecks(), VerifierListener.NONE);

  private Verdict verify(Transaction transaction) {
    return verifier.verify(transaction, view, view.height() + 1);
  }

  private void assertAccepted(TxBuilder builder) {
    assertThat(verify(builder.build())).isEqualTo(Verdict.accept());
  }

  private void assertRejected(Transaction transaction, Reason reason) {
    assertThat(verify(transaction))
        .isInstanceOfSatisfying(
            Verdict.Reject.class, verdict -> assertThat(verdict.code()).isEqualTo(reason));
  }

  private void assertDeferred(Transaction transaction, Reason reason) {
    assertThat(verify(transaction))
        .isInstanceOfSatisfying(
            Verdict.Defer.class, verdict -> assertThat(verdict.code()).isEqualTo(reason));
  }

  private TxBuilder payment() {
    return TxBuilder.payment(NETWORK, ALICE, 0, BOB.key(), 100);
  }

  private TxBuilder deposit() {
    return TxBuilder.deposit(NETWORK, ALICE, 0, 100, arb).anchor(anchor);
  }

  private TxBuilder withdrawal(long amount) {
    return new TxBuilder(NETWORK)
        .anchor(anchor)
        .action(arb, CircuitId.TRANSFER_2X2, 0, amount, Optional.of(NATIVE))
        .credit(BOB.key(), NATIVE, amount - TestNetwork.FEE.units());
  }

  @Test
  void acceptsEachKindOfTransaction() {
    assertAccepted(payment());
    assertAccepted(deposit());
    assertAccepted(withdrawal(500));
    assertAccepted(
        payment().anchor(anchor).action(arb, CircuitId.TRANSFER_2X2, 0, 0, Optional.empty()));
  }

  @Test
  void refusesAnotherChain() {
    TxBuilder builder = payment();
    builder.chain++;
    assertRejected(builder.build(), Reason.WRONG_CHAIN);
  }

  @Test
  void ignoresAnExpiredTransactionAndTakesItAtItsLastHeight() {
    TxBuilder builder = payment();
    builder.expiry = 1;
    assertAccepted(builder);
    view.height = 1;
    assertThat(verify(builder.build()))
        .isInstanceOfSatisfying(
            Verdict.Ignore.class, verdict -> assertThat(verdict.code()).isEqualTo(Reason.EXPIRED));
  }

  @Test
  void defersAnExpiryTooFarAhead() {
    TxBuilder builder = payment();
    builder.expiry = 1 + NetworkParameters.MAX_EXPIRY_AHEAD;
    assertAccepted(builder);
    builder.expiry++;
    assertDeferred(builder.build(), Reason.EXPIRY_TOO_FAR);
    builder.expiry = -1;
    assertDeferred(builder.build(), Reason.EXPIRY_TOO_FAR);
  }

  @Test
  void defersAFeeBelowTheMinimum() {
    TxBuilder builder =
        new TxBuilder(NETWORK).debit(ALICE, 0, NATIVE, 109).credit(BOB.key(), NATIVE, 100);
    builder.fee = Amount.of(9);
    assertDeferred(builder.build(), Reason.FEE_TOO_LOW);
    assertAccepted(payment());
  }

  @Test
  void refusesAPoolThatIsNotOpen() {
    TxBuilder builder = deposit();
    builder.pool = 2;
    assertRejected(builder.build(), Reason.POOL_CLOSED);
  }

  @Test
  void defersACircuitUntilItsHeightAndJudgesAgainThen() {
    Transaction transaction =
        payment()
            .anchor(anchor)
            .action(arb, CircuitId.TRANSFER_1X2, 0, 0, Optional.empty())
            .build();
    view.height = 3;
    assertDeferred(transaction, Reason.CIRCUIT_DISABLED);
    view.height = 4;
    assertThat(verify(transaction).accepted()).isTrue();
  }

  @Test
  void refusesOneNullifierTwiceInAnActionOrAcrossActions() {
    Nullifier nullifier = arb.nullifier();
    Nullifier other = arb.nullifier();
    TxBuilder inOne =
        payment()
            .anchor(anchor)
            .action(
                arb,
                CircuitId.TRANSFER_2X2,
                List.of(nullifier, nullifier),
                arb.bytes32(),
                0,
                0,
                Optional.empty());
    assertRejected(inOne.build(), Reason.DUPLICATE_NULLIFIER);
    TxBuilder across =
        payment()
            .anchor(anchor)
            .action(
                arb,
                CircuitId.TRANSFER_2X2,
                List.of(nullifier, other),
                arb.bytes32(),
                0,
                0,
                Optional.empty())
            .action(
                arb,
                CircuitId.TRANSFER_2X2,
                List.of(arb.nullifier(), other),
                arb.bytes32(),
                0,
                0,
                Optional.empty());
    assertRejected(across.build(), Reason.DUPLICATE_NULLIFIER);
  }

  @Test
  void refusesASpentNullifier() {
    TxBuilder builder = deposit();
    Nullifier nullifier = builder.body().actions().get(0).nullifiers().get(1);
    assertAccepted(builder);
    view.put(StateKey.nullifier(2, nullifier), new byte[] {1});
    assertAccepted(builder);
    view.put(StateKey.nullifier(1, nullifier), new byte[] {1});
    assertRejected(builder.build(), Reason.DOUBLE_SPEND);
  }

  @Test
  void defersAnUnknownAnchor() {
    assertDeferred(deposit().anchor(arb.anchor()).build(), Reason.UNKNOWN_ANCHOR);
  }

  @Test
  void refusesPastNoncesAndDefersNearOnes() {
    view.put(StateKey.nonce(ALICE.key()), 5);
    assertAccepted(TxBuilder.payment(NETWORK, ALICE, 5, BOB.key(), 1));
    assertRejected(TxBuilder.payment(NETWORK, ALICE, 4, BOB.key(), 1).build(), Reason.BAD_NONCE);
    assertDeferred(TxBuilder.payment(NETWORK, ALICE, 6, BOB.key(), 1).build(), Reason.BAD_NONCE);
    assertDeferred(TxBuilder.payment(NETWORK, ALICE, 21, BOB.key(), 1).build(), Reason.BAD_NONCE);
    assertRejected(TxBuilder.payment(NETWORK, ALICE, 22, BOB.key(), 1).build(), Reason.BAD_NONCE);
  }

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

  @Test
  void refusesAnotherAccountsSignature() {
    Transaction good = payment().build();
    Bytes32 sighash = good.body().sighash(NETWORK.genesisHash());
    Transaction signedByBob =
        new Transaction(good.body(), new Authorization(List.of(BOB.sign(sighash)), List.of()));
    assertRejected(signedByBob, Reason.BAD_SIGNATURE);
  }

  @Test
  void refusesASignatureForAnotherGenesis() {
    NetworkParameters other = NetworkParameters.of(TestNetwork.genesis(6));
    assertRejected(TxBuilder.payment(other, ALICE, 0, BOB.key(), 1).build(), Reason.BAD_SIGNATURE);
  }

  @Test
  void refusesABadRedJubjubSignatureAndABadProof() {
    Transaction good = deposit().build();
    ActionAuthorization action = good.authorization().actions().get(0);
    assertRejected(
        with(good, new ActionAuthorization(action.proof(), arb.signature())), Reason.BAD_SIGNATURE);
    assertRejected(
        with(good, new ActionAuthorization(arb.proof(), action.signature())), Reason.BAD_PROOF);
    assertThat(verify(with(good, action)).accepted()).isTrue();
  }

  @Test
  void refusesARkThatDoesNotDecode() {
    TxBuilder builder =
        payment()
            .anchor(anchor)
            .action(
                arb,
                CircuitId.TRANSFER_2X2,
                List.of(arb.nullifier(), arb.nullifier()),
                Bytes32.of(StandInChecks.BAD_KEY),
                0,
                0,
                Optional.empty());
    assertRejected(builder.build(), Reason.BAD_SIGNATURE);
    assertThat(verifier.checkProofs(List.of(builder.build())).get(0).accepted()).isFalse();
  }

  @Test
  void everyBodyFieldIsSigned() {
    Transaction good = deposit().build();
    byte[] body = good.body().bytes();
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      byte[] changed = good.bytes();
      changed[arb.below(body.length)] ^= (byte) (1 << arb.below(8));
      try {
        assertThat(verify(Transaction.parse(changed)).accepted()).isFalse();
      } catch (io.nelumbo.core.codec.DecodeException e) {
        refused++;
      }
    }
    assertThat(refused).isLessThan(200);
  }

  @Test
  void proofAndSignatureDoNotChangeTheTxidButTheWtxid() {
    Transaction good = deposit().build();
    Transaction other =
        with(good, new ActionAuthorization(Proof.of(new byte[192]), Signature64.of(new byte[64])));
    assertThat(other.txid()).isEqualTo(good.txid());
    assertThat(other.wtxid()).isNotEqualTo(good.wtxid());
  }

  @Test
  void aBatchBlamesExactlyTheCulprits() {
    List<Transaction> batch = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Transaction good = deposit().build();
      ActionAuthorization action = good.authorization().actions().get(0);
      switch (arb.below(4)) {
        case 0 -> batch.add(with(good, new ActionAuthorization(arb.proof(), action.signature())));
        case 1 -> batch.add(with(good, new ActionAuthorization(action.proof(), arb.signature())));
        case 2 -> batch.add(deposit().anchor(arb.anchor()).build());
        default -> batch.add(good);
      }
      expected.add(batch.get(i).equals(good));
    }
    List<Verdict> verdicts = verifier.verifyBatch(batch, view, 1);
    assertThat(verdicts.stream().map(Verdict::accepted).toList()).isEqualTo(expected);
    for (int i = 0; i < batch.size(); i++) {
      assertThat(verdicts.get(i)).isEqualTo(verify(batch.get(i)));
    }
  }

  @Test
  void cheaperStagesSpeakFirst() {
    TxBuilder wrongChainAndUnbalanced = payment().credit(BOB.key(), NATIVE, 1);
    wrongChainAndUnbalanced.chain = 8;
    assertRejected(wrongChainAndUnbalanced.build(), Reason.WRONG_CHAIN);
    Transaction unbalanced = payment().credit(BOB.key(), NATIVE, 1).build();
    Transaction unsigned =
        new Transaction(unbalanced.body(), new Authorization(List.of(arb.signature()), List.of()));
    assertRejected(unsigned, Reason.UNBALANCED);
  }

  @Test
  void hearsTheTimeOfEachStage() {
    List<VerifierListener.Stage> stages = new ArrayList<>();
    new TransactionVerifier(new StandInChecks(), (stage, count, nanos) -> stages.add(stage))
        .verify(deposit().build(), view, 1);
    assertThat(stages).containsExactly(VerifierListener.Stage.values());
  }

  private static Transaction with(Transaction transaction, ActionAuthorization action) {
    return new Transaction(
        transaction.body(),
        new Authorization(transaction.authorization().accountSignatures(), List.of(action)));
  }
}
