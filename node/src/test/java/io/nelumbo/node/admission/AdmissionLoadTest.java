package io.nelumbo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.engine.EngineException;
import io.nelumbo.engine.EngineFailures;
import io.nelumbo.engine.EngineStatus;
import io.nelumbo.node.ledger.LedgerException;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.kit.TestNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Full queues, many threads, and failures that are no verdicts. */
class AdmissionLoadTest extends AdmissionFixture {
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
  void aTransactionThatOurCodeFailsAtIsIgnoredAloneUnblamedAndAdmissionGoesOn() {
    checks.failure = new IllegalStateException("a bug, on purpose");
    List<CompletableFuture<Verdict>> answers = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      Transaction each = i == 2 ? deposit(TestNetwork.rich(2)) : payment(TestNetwork.rich(i), 0, 1);
      answers.add(admission.submitTransaction(each.bytes(), PEER).toCompletableFuture());
    }
    for (int i = 1; i <= 4; i++) {
      Verdict verdict = answers.get(i - 1).join();
      if (i == 2) {
        assertCode(verdict, Verdict.Ignore.class, Reason.UNJUDGEABLE);
      } else {
        assertThat(verdict.accepted()).isTrue();
      }
    }
    assertThat(heard.failure).isNull();
    assertThat(Reason.UNJUDGEABLE.blamesSender()).isFalse();
    checks.failure = null;
    assertThat(submit(deposit(TestNetwork.rich(2))).accepted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = EngineStatus.class,
      names = {"OUT_OF_MEMORY", "UNSUPPORTED", "CANCELLED", "DEVICE", "INTERNAL"})
  void anEngineThatFailsStopsAdmissionAndBlamesNobody(EngineStatus status) {
    EngineException broken = EngineFailures.of(status);
    checks.failure = broken;
    Block block = TestChain.next(ledger, List.of(deposit(ALICE)));
    assertThatThrownBy(() -> submit(block))
        .isInstanceOf(CompletionException.class)
        .hasCause(broken);
    await(() -> heard.failure == broken);
    assertThat(heard.refused).isEmpty();
    assertCode(submit(block), Verdict.Ignore.class, Reason.BUSY);
  }

  @Test
  void anEngineThatFailsAtTransactionsStopsAdmissionAndBlamesNobody() {
    EngineException broken = EngineFailures.of(EngineStatus.OUT_OF_MEMORY);
    checks.failure = broken;
    assertThatThrownBy(() -> submit(deposit(ALICE)))
        .isInstanceOf(CompletionException.class)
        .hasCause(broken);
    await(() -> heard.failure == broken);
    assertThat(heard.refused).isEmpty();
  }

  @Test
  void whatTheEngineCannotReadIsIgnoredAndAdmissionGoesOn() {
    checks.failure = EngineFailures.of(EngineStatus.BAD_ENCODING);
    assertCode(submit(deposit(ALICE)), Verdict.Ignore.class, Reason.UNJUDGEABLE);
    assertThat(heard.failure).isNull();
    checks.failure = null;
    assertThat(submit(deposit(ALICE)).accepted()).isTrue();
  }

  @Test
  void aListenerThatComesAfterTheFailureHearsOfIt() {
    Error broken = new OutOfMemoryError("on purpose");
    checks.error = broken;
    assertThatThrownBy(() -> submit(deposit(ALICE))).hasCause(broken);
    Heard late = new Heard();
    admission.listen(late);
    await(() -> late.failure == broken);
  }

  @Test
  void closingLetsWhatIsBeingJudgedEndUninterrupted() throws Exception {
    checks.blocked = true;
    NodeAdmission closing = admission(limits(new AdmissionLimits.Queue(4, 1 << 20)));
    CompletableFuture<Verdict> judged =
        closing.submitTransaction(deposit(ALICE).bytes(), PEER).toCompletableFuture();
    assertThat(checks.entered.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Verdict> waiting =
        closing.submitTransaction(deposit(BOB).bytes(), PEER).toCompletableFuture();
    Thread closer = new Thread(closing::close);
    closer.start();
    await(() -> closer.getState() == Thread.State.WAITING);
    checks.gate.countDown();
    closer.join();
    assertThat(judged.join().accepted()).isTrue();
    assertCode(waiting.join(), Verdict.Ignore.class, Reason.BUSY);
  }

  @Test
  void aBlockThatOurCodeFailsAtIsIgnoredAndAdmissionGoesOn() {
    checks.failure = new IllegalStateException("a bug, on purpose");
    Block block = TestChain.next(ledger, List.of(deposit(ALICE)));
    assertCode(submit(block), Verdict.Ignore.class, Reason.UNJUDGEABLE);
    assertThat(ledger.height()).isZero();
    checks.failure = null;
    assertThat(submit(block).accepted()).isTrue();
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
}
