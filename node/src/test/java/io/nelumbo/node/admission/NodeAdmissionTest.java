package io.nelumbo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.node.ledger.TestTreeHash;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.VerifierListener;
import io.nelumbo.verifier.kit.TestAccount;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeAdmissionTest extends AdmissionFixture {
  @Test
  void acceptsAValidTransactionOnceAndTellsListeners() {
    Transaction payment = payment(ALICE, 0, 5);
    assertThat(submit(payment).accepted()).isTrue();
    assertThat(mempool.contains(payment.txid())).isTrue();
    assertThat(heard.accepted).containsExactly(payment);
    assertCode(submit(payment), Verdict.Ignore.class, Reason.KNOWN);
    assertThat(heard.accepted).hasSize(1);
    assertThat(heard.refused).hasSize(1);
  }

  @Test
  void malformedBytesAreAVerdictAndNeverAnException() {
    byte[] good = payment(ALICE, 0, 5).bytes();
    for (int length = 0; length < good.length; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      assertCode(
          admission.submitTransaction(cut, PEER).toCompletableFuture().join(),
          Verdict.Reject.class,
          Reason.MALFORMED);
      assertCode(
          admission.submitBlock(cut, PEER).toCompletableFuture().join(),
          Verdict.Reject.class,
          Reason.MALFORMED);
    }
    byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
    assertCode(
        admission.submitTransaction(longer, PEER).toCompletableFuture().join(),
        Verdict.Reject.class,
        Reason.MALFORMED);
  }

  @Test
  void aBadProofIsRememberedByItsBytesAndDoesNotBlockTheGoodOne() {
    Transaction good = deposit(ALICE);
    Transaction bad = withAnotherProof(good);
    assertThat(bad.txid()).isEqualTo(good.txid());
    assertCode(submit(bad), Verdict.Reject.class, Reason.BAD_PROOF);
    int proofs = checks.proofs.get();
    assertCode(submit(bad), Verdict.Reject.class, Reason.BAD_PROOF);
    assertThat(checks.proofs.get()).isEqualTo(proofs);
    assertThat(submit(good).accepted()).isTrue();
    assertCode(submit(withAnotherProof(good)), Verdict.Ignore.class, Reason.KNOWN);
  }

  @Test
  void aVerdictIsForgottenWhenTheHeightChanges() {
    Transaction early =
        TxBuilder.payment(NETWORK, ALICE, 0, BOB.key(), 1)
            .anchor(ledger.head().noteTreeRoot())
            .action(arb, CircuitId.TRANSFER_1X2, 0, 0, Optional.empty())
            .build();
    assertCode(submit(early), Verdict.Defer.class, Reason.CIRCUIT_DISABLED);
    Transaction poor = payment(new TestAccount(60), 0, 5);
    assertCode(submit(poor), Verdict.Reject.class, Reason.INSUFFICIENT_FUNDS);
    for (int i = 0; i < 4; i++) {
      Transaction gift = TxBuilder.payment(NETWORK, BOB, i, new TestAccount(60).key(), 100).build();
      assertThat(submit(TestChain.next(ledger, List.of(gift))).accepted()).isTrue();
    }
    assertThat(submit(poor).accepted()).isTrue();
    await(() -> mempool.contains(early.txid()));
  }

  @Test
  void aNearNonceIsTriedAgainAfterTheNextBlock() {
    Transaction first = payment(ALICE, 0, 1);
    Transaction second = payment(ALICE, 1, 2);
    assertCode(submit(second), Verdict.Defer.class, Reason.BAD_NONCE);
    assertThat(submit(TestChain.next(ledger, List.of(first))).accepted()).isTrue();
    await(() -> mempool.contains(second.txid()));
  }

  @Test
  void aDeferredTransactionNeedsGoodSignatures() {
    Transaction good = payment(ALICE, 1, 2);
    Transaction unsigned =
        new Transaction(good.body(), new Authorization(List.of(arb.signature()), List.of()));
    assertThat(unsigned.txid()).isEqualTo(good.txid());
    assertCode(submit(good), Verdict.Defer.class, Reason.BAD_NONCE);
    assertCode(submit(unsigned), Verdict.Reject.class, Reason.BAD_SIGNATURE);
    assertThat(submit(TestChain.next(ledger, List.of(payment(ALICE, 0, 1)))).accepted()).isTrue();
    await(() -> mempool.contains(good.txid()));
  }

  @Test
  void anotherProofDoesNotReplaceADeferredTransaction() {
    Transaction good =
        TxBuilder.deposit(NETWORK, ALICE, 1, 100, arb).anchor(ledger.head().noteTreeRoot()).build();
    for (Transaction each : List.of(withAnotherProof(good), good, withAnotherProof(good))) {
      assertCode(submit(each), Verdict.Defer.class, Reason.BAD_NONCE);
    }
    assertThat(submit(TestChain.next(ledger, List.of(payment(ALICE, 0, 1)))).accepted()).isTrue();
    await(() -> mempool.contains(good.txid()));
  }

  @Test
  void aBlockBecomesTheHeadAndClearsTheMempoolOfWhatItSpent() {
    Transaction mined = payment(ALICE, 0, 1);
    Transaction rival = payment(ALICE, 0, 2);
    Transaction other = payment(TestNetwork.rich(3), 0, 3);
    assertThat(submit(rival).accepted()).isTrue();
    assertThat(submit(other).accepted()).isTrue();
    Block block = TestChain.next(ledger, List.of(mined));
    assertThat(submit(block).accepted()).isTrue();
    assertThat(ledger.height()).isEqualTo(1);
    assertThat(heard.blocks).containsExactly(block);
    assertThat(mempool.contains(rival.txid())).isFalse();
    assertThat(mempool.contains(other.txid())).isTrue();
    assertCode(submit(block), Verdict.Ignore.class, Reason.KNOWN);
    assertCode(submit(mined), Verdict.Ignore.class, Reason.KNOWN);
    assertCode(submit(rival), Verdict.Reject.class, Reason.BAD_NONCE);
  }

  @Test
  void expiredTransactionsLeaveTheMempool() {
    TxBuilder builder = TxBuilder.payment(NETWORK, ALICE, 0, BOB.key(), 1);
    builder.expiry = 1;
    Transaction brief = builder.build();
    assertThat(submit(brief).accepted()).isTrue();
    assertThat(submit(TestChain.next(ledger, List.of())).accepted()).isTrue();
    assertThat(mempool.size()).isZero();
  }

  @Test
  void aDoubleSpendAcrossBlocksIsRefused() {
    Transaction first = deposit(ALICE);
    assertThat(submit(TestChain.next(ledger, List.of(first))).accepted()).isTrue();
    Transaction again =
        new TxBuilder(NETWORK)
            .debit(BOB, 0, NATIVE, 10)
            .anchor(ledger.head().noteTreeRoot())
            .action(
                arb,
                CircuitId.TRANSFER_2X2,
                List.of(first.body().actions().get(0).nullifiers().get(0), arb.nullifier()),
                arb.bytes32(),
                0,
                0,
                Optional.empty())
            .build();
    assertCode(submit(again), Verdict.Reject.class, Reason.DOUBLE_SPEND);
    assertCode(
        submit(TestChain.next(ledger, List.of(again))), Verdict.Reject.class, Reason.BAD_BLOCK);
    assertCode(
        submit(TestChain.next(ledger, List.of(first))), Verdict.Reject.class, Reason.BAD_BLOCK);
    assertThat(ledger.height()).isEqualTo(1);
  }

  @Test
  void aBlockWithWrongRootsIsRefusedAndTheRightOneIsStillTaken() {
    List<Transaction> body = List.of(deposit(ALICE));
    Block good = TestChain.next(ledger, body);
    assertCode(
        submit(TestChain.next(ledger, body, arb.anchor(), good.header().stateCommitment())),
        Verdict.Reject.class,
        Reason.BAD_BLOCK);
    assertCode(
        submit(TestChain.next(ledger, body, good.header().noteTreeRoot(), arb.bytes32())),
        Verdict.Reject.class,
        Reason.BAD_BLOCK);
    Block altered =
        new Block(good.header(), good.signature(), List.of(withAnotherProof(body.get(0))));
    assertCode(submit(altered), Verdict.Reject.class, Reason.BAD_BLOCK);
    assertThat(submit(good).accepted()).isTrue();
  }

  @Test
  void aKnownHeaderUnderAnotherSignatureIsRefused() {
    Block block = TestChain.next(ledger, List.of());
    assertThat(submit(block).accepted()).isTrue();
    assertCode(submit(block), Verdict.Ignore.class, Reason.KNOWN);
    Block forged = new Block(block.header(), arb.signature(), List.of());
    assertCode(submit(forged), Verdict.Reject.class, Reason.BAD_SIGNATURE);
  }

  @Test
  void aBlockFromTheFutureIsDeferred() {
    Block first = TestChain.next(ledger, List.of());
    assertThat(submit(first).accepted()).isTrue();
    StoredLedger other = StoredLedger.open(new MemoryStore(), NETWORK, new TestTreeHash());
    try (NodeAdmission behind =
        new NodeAdmission(
            new NodeAdmission.Rooms(
                other,
                new Mempool(MempoolLimits.DEFAULT),
                new TransactionVerifier(checks, VerifierListener.NONE)),
            AdmissionLimits.DEFAULT,
            AdmissionMeter.NONE)) {
      Block second = TestChain.next(ledger, List.of());
      assertCode(
          behind.submitBlock(second.bytes(), PEER).toCompletableFuture().join(),
          Verdict.Defer.class,
          Reason.UNKNOWN_PARENT);
      assertThat(behind.submitBlock(first.bytes(), PEER).toCompletableFuture().join().accepted())
          .isTrue();
      assertThat(behind.submitBlock(second.bytes(), PEER).toCompletableFuture().join().accepted())
          .isTrue();
    }
  }
}
