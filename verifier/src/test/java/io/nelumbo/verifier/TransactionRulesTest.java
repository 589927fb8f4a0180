package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** docs/protocol/transactions.md 9: one failing case for each rule, each beside the valid one. */
class TransactionRulesTest extends TransactionRules {
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
}
