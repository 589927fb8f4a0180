package io.nelumbo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.ledger.LedgerException;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.node.ledger.TestTreeHash;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.verifier.NativeChecks;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.VerifierListener;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestAccount;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeAdmissionTest {
  private static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;
  private static final AssetId NATIVE = NETWORK.nativeAsset();
  private static final TestAccount ALICE = TestNetwork.rich(1);
  private static final TestAccount BOB = TestNetwork.rich(2);
  private static final Origin PEER = new Origin.Peer("peer");

  private final Arb arb = Arb.seeded("NodeAdmissionTest");
  private final StoredLedger ledger =
      StoredLedger.open(new MemoryStore(), NETWORK, new TestTreeHash());
  private final Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
  private final CountingChecks checks = new CountingChecks();
  private final NodeAdmission admission = admission(AdmissionLimits.DEFAULT);
  private final Heard heard = new Heard();

  NodeAdmissionTest() {
    admission.listen(heard);
  }

  @AfterEach
  void close() {
    checks.gate.countDown();
    admission.close();
  }

  private NodeAdmission admission(AdmissionLimits limits) {
    return new NodeAdmission(
        new NodeAdmission.Rooms(
            ledger, mempool, new TransactionVerifier(checks, VerifierListener.NONE)),
        limits,
        AdmissionMeter.NONE);
  }

  private Verdict submit(Transaction transaction) {
    return admission.submitTransaction(transaction.bytes(), PEER).toCompletableFuture().join();
  }

  private Verdict submit(Block block) {
    return admission.submitBlock(block.bytes(), PEER).toCompletableFuture().join();
  }

  private static void assertCode(Verdict verdict, Class<? extends Verdict> kind, Reason reason) {
    assertThat(verdict).isInstanceOf(kind);
    assertThat(verdict.toString()).contains("code=" + reason);
  }

  private Transaction payment(TestAccount from, long nonce, long amount) {
    return TxBuilder.payment(NETWORK, from, nonce, BOB.key(), amount).build();
  }

  private Transaction deposit(TestAccount from) {
    return TxBuilder.deposit(NETWORK, from, 0, 100, arb)
        .anchor(ledger.head().noteTreeRoot())
        .build();
  }

  private Transaction withAnotherProof(Transaction transaction) {
    return new Transaction(
        transaction.body(),
        new Authorization(
            transaction.authorization().accountSignatures(),
            List.of(
                new ActionAuthorization(
                    arb.proof(), transaction.authorization().actions().get(0).signature()))));
  }

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
  void aListenerThatFailsHarmsNobody() {
    admission.listen(
        new AdmissionListener() {
          @Override
          public void blockCommitted(Block block, Origin origin) {
            throw new IllegalStateException("on purpose");
          }
        });
    Block block = TestChain.next(ledger, List.of());
    assertThat(submit(block).accepted()).isTrue();
    assertThat(submit(TestChain.next(ledger, List.of())).accepted()).isTrue();
    assertThat(heard.blocks).hasSize(2);
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

  @Test
  void aFullQueueAnswersBusyAndManySubmissionsAreBatched() throws Exception {
    checks.blocked = true;
    NodeAdmission small = admission(limits(new AdmissionLimits.Queue(4, 1 << 20)));
    List<CompletableFuture<Verdict>> answers = new ArrayList<>();
    answers.add(
        small.submitTransaction(deposit(TestNetwork.rich(1)).bytes(), PEER).toCompletableFuture());
    assertThat(checks.entered.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 2; i <= 8; i++) {
      answers.add(
          small
              .submitTransaction(deposit(TestNetwork.rich(i)).bytes(), PEER)
              .toCompletableFuture());
    }
    assertThat(answers.subList(5, 8))
        .allSatisfy(answer -> assertCode(answer.getNow(null), Verdict.Ignore.class, Reason.BUSY));
    checks.gate.countDown();
    assertThat(answers.subList(0, 5)).allMatch(answer -> answer.join().accepted());
    assertThat(checks.largestBatch.get()).isEqualTo(4);
    small.close();
    assertCode(
        small.submitTransaction(payment(ALICE, 0, 1).bytes(), PEER).toCompletableFuture().join(),
        Verdict.Ignore.class,
        Reason.BUSY);
  }

  private static AdmissionLimits limits(AdmissionLimits.Queue queue) {
    return new AdmissionLimits(1, queue, 4, queue, 16, 16);
  }

  @Test
  void aQueueFullOfBytesAnswersBusyUntilTheyAreJudged() throws Exception {
    checks.blocked = true;
    Transaction first = deposit(TestNetwork.rich(1));
    int length = first.bytes().length;
    try (NodeAdmission small = admission(limits(new AdmissionLimits.Queue(100, 2L * length)))) {
      List<CompletableFuture<Verdict>> answers = new ArrayList<>();
      answers.add(small.submitTransaction(first.bytes(), PEER).toCompletableFuture());
      assertThat(checks.entered.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 2; i <= 4; i++) {
        answers.add(
            small
                .submitTransaction(deposit(TestNetwork.rich(i)).bytes(), PEER)
                .toCompletableFuture());
      }
      assertCode(answers.get(3).getNow(null), Verdict.Ignore.class, Reason.BUSY);
      assertCode(
          small.submitBlock(new byte[2 * length + 1], PEER).toCompletableFuture().join(),
          Verdict.Ignore.class,
          Reason.BUSY);
      assertCode(
          small.submitBlock(new byte[2 * length], PEER).toCompletableFuture().join(),
          Verdict.Reject.class,
          Reason.MALFORMED);
      checks.gate.countDown();
      assertThat(answers.subList(0, 3)).allMatch(answer -> answer.join().accepted());
      assertThat(
              small
                  .submitTransaction(deposit(TestNetwork.rich(5)).bytes(), PEER)
                  .toCompletableFuture()
                  .join()
                  .accepted())
          .isTrue();
    }
  }

  @Test
  void manyThreadsSubmittingOneTransactionGetOneAcceptance() {
    Transaction payment = payment(ALICE, 0, 5);
    List<CompletableFuture<Verdict>> answers =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> admission.submitTransaction(payment.bytes(), PEER).toCompletableFuture())
            .toList();
    assertThat(answers.stream().filter(answer -> answer.join().accepted())).hasSize(1);
  }

  @Test
  void aBrokenRuleOfTheLedgerStopsAdmission() {
    RuntimeException broken = new LedgerException("supply of asset x");
    checks.failure = broken;
    assertThatThrownBy(() -> submit(deposit(ALICE)))
        .isInstanceOf(CompletionException.class)
        .hasCause(broken);
    await(() -> heard.failure == broken);
    assertCode(submit(payment(BOB, 0, 1)), Verdict.Ignore.class, Reason.BUSY);
  }

  @Test
  void anErrorOfTheMachineStopsAdmissionToo() {
    Error broken = new OutOfMemoryError("on purpose");
    checks.error = broken;
    assertThatThrownBy(() -> submit(deposit(ALICE)))
        .isInstanceOf(CompletionException.class)
        .hasCause(broken);
    await(() -> heard.failure == broken);
    assertCode(submit(payment(BOB, 0, 1)), Verdict.Ignore.class, Reason.BUSY);
    assertCode(submit(TestChain.next(ledger, List.of())), Verdict.Ignore.class, Reason.BUSY);
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Remembers what was announced. */
  private static final class Heard implements AdmissionListener {
    private final List<Transaction> accepted = new CopyOnWriteArrayList<>();
    private final List<Block> blocks = new CopyOnWriteArrayList<>();
    private final List<Verdict> refused = new CopyOnWriteArrayList<>();
    private volatile Throwable failure;

    @Override
    public void transactionAccepted(Transaction transaction, Origin origin) {
      accepted.add(transaction);
    }

    @Override
    public void blockCommitted(Block block, Origin origin) {
      blocks.add(block);
    }

    @Override
    public void refused(Bytes32 id, Origin origin, Verdict verdict) {
      refused.add(verdict);
    }

    @Override
    public void failed(Throwable cause) {
      failure = cause;
    }
  }

  /** Counts proofs, and waits or fails when a test wants it. */
  private static final class CountingChecks implements NativeChecks {
    private final StandInChecks checks = new StandInChecks();
    private final AtomicInteger proofs = new AtomicInteger();
    private final AtomicInteger largestBatch = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean blocked;
    private volatile RuntimeException failure;
    private volatile Error error;

    @Override
    public boolean[] redJubjub(byte[] keys, byte[] signatures, byte[] messages) {
      return checks.redJubjub(keys, signatures, messages);
    }

    @Override
    public Points decode(byte[] keys) {
      return checks.decode(keys);
    }

    @Override
    public boolean[] groth16(CircuitId circuit, byte[] proofBytes, byte[] publicInputs) {
      if (failure != null) {
        throw failure;
      }
      if (error != null) {
        throw error;
      }
      if (blocked) {
        entered.countDown();
        try {
          gate.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      proofs.addAndGet(proofBytes.length / 192);
      largestBatch.accumulateAndGet(proofBytes.length / 192, Math::max);
      return checks.groth16(circuit, proofBytes, publicInputs);
    }
  }
}
