package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** docs/protocol/transactions.md 9.4 and 9.5: signatures, proofs, and the order of the stages. */
class AuthorizationRulesTest extends TransactionRules {
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
