package io.nelumbo.node.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.node.Await;
import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.admission.AdmissionLimits;
import io.nelumbo.node.admission.AdmissionMeter;
import io.nelumbo.node.admission.NodeAdmission;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TestTreeHash;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.VerifierListener;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SoloEngineTest {
  private static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;
  private static final SoloSettings FAST =
      new SoloSettings(Duration.ofMillis(20), Duration.ofMillis(200));

  private final Arb arb = Arb.seeded("SoloEngineTest");
  private final Member proposer = new Member();
  private final Member follower = new Member();
  private final SettableClock clock = new SettableClock();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  /** One node without a network. */
  private static final class Member {
    private final StoredLedger ledger =
        StoredLedger.open(new MemoryStore(), NETWORK, new TestTreeHash());
    private final Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    private final TransactionVerifier verifier =
        new TransactionVerifier(new StandInChecks(), VerifierListener.NONE);
    private final Admission admission =
        new NodeAdmission(
            new NodeAdmission.Rooms(ledger, mempool, verifier),
            AdmissionLimits.DEFAULT,
            AdmissionMeter.NONE);

    SoloEngine engine(SoloSettings settings, Optional<ProposerKey> key, Clock clock) {
      return new SoloEngine(
          new SoloEngine.Rooms(ledger, mempool, admission, verifier), settings, key, clock);
    }

    Verdict submit(Transaction transaction) {
      return admission
          .submitTransaction(transaction.bytes(), Origin.LOCAL)
          .toCompletableFuture()
          .join();
    }
  }

  /** A clock that stands until a test moves it. */
  private static class SettableClock extends Clock {
    private Instant now = Instant.ofEpochMilli(TestNetwork.TIME + 1000);

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @AfterEach
  void close() {
    proposer.admission.close();
    follower.admission.close();
  }

  private static Optional<ProposerKey> key() {
    return Optional.of(ProposerKey.ofSeed(TestNetwork.PROPOSER.seed()));
  }

  private Transaction deposit(int from, long fee) {
    TxBuilder builder =
        new TxBuilder(NETWORK)
            .debit(TestNetwork.rich(from), 0, NETWORK.nativeAsset(), 100 + fee)
            .action(arb, CircuitId.TRANSFER_2X2, 100, 0, Optional.of(NETWORK.nativeAsset()))
            .anchor(proposer.ledger.head().noteTreeRoot());
    builder.fee = Amount.of(fee);
    return builder.build();
  }

  @Test
  void proposesWhatWaitsAndFollowersAcceptIt() {
    SoloEngine engine = proposer.engine(SoloSettings.DEFAULT, key(), clock);
    assertThat(engine.proposes()).isTrue();
    assertThat(engine.step()).isEmpty();
    for (int i = 1; i <= 8; i++) {
      assertThat(proposer.submit(deposit(i, 10)).accepted()).isTrue();
    }
    assertThat(engine.step()).contains(Verdict.accept());
    assertThat(proposer.ledger.height()).isEqualTo(1);
    assertThat(proposer.ledger.totalTransactions()).isEqualTo(8);
    assertThat(proposer.mempool.size()).isZero();
    assertThat(engine.step()).isEmpty();
    byte[] bytes = proposer.ledger.blockBytes(1).orElseThrow();
    assertThat(
            follower
                .admission
                .submitBlock(bytes, new Origin.Peer("p"))
                .toCompletableFuture()
                .join()
                .accepted())
        .isTrue();
    assertThat(follower.ledger.head()).isEqualTo(proposer.ledger.head());
  }

  @Test
  void makesAnEmptyBlockOnlyAfterTheLongInterval() {
    SoloEngine engine = proposer.engine(SoloSettings.DEFAULT, key(), clock);
    clock.now = Instant.ofEpochMilli(TestNetwork.TIME + 29_999);
    assertThat(engine.step()).isEmpty();
    clock.now = Instant.ofEpochMilli(TestNetwork.TIME + 30_000);
    assertThat(engine.step()).contains(Verdict.accept());
    assertThat(proposer.ledger.headTime()).isEqualTo(TestNetwork.TIME + 30_000);
    assertThat(engine.step()).isEmpty();
  }

  @Test
  void timeGoesOnEvenWhenTheClockDoesNot() {
    SoloEngine engine = proposer.engine(SoloSettings.DEFAULT, key(), clock);
    clock.now = Instant.ofEpochMilli(0);
    assertThat(proposer.submit(deposit(1, 10)).accepted()).isTrue();
    assertThat(engine.step()).contains(Verdict.accept());
    assertThat(proposer.ledger.headTime()).isEqualTo(TestNetwork.TIME + 1);
  }

  @Test
  void aFollowerProposesNothing() {
    SoloEngine engine = follower.engine(FAST, Optional.empty(), clock);
    assertThat(engine.proposes()).isFalse();
    assertThat(follower.submit(deposit(1, 10)).accepted()).isTrue();
    engine.start(failures::add);
    assertThat(engine.step()).isEmpty();
    engine.close();
    assertThat(follower.ledger.height()).isZero();
  }

  @Test
  void refusesAKeyThatIsNotTheGenesisProposers() {
    assertThatThrownBy(() ->
            proposer.engine(
                FAST, Optional.of(ProposerKey.ofSeed(TestNetwork.rich(1).seed())), clock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("genesis names");
  }

  @Test
  void runsOnItsOwnThreadUntilClosed() throws Exception {
    SoloEngine engine = proposer.engine(FAST, key(), Clock.systemUTC());
    engine.start(failures::add);
    assertThat(proposer.submit(deposit(1, 10)).accepted()).isTrue();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (proposer.ledger.totalTransactions() == 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
    engine.close();
    engine.close();
    long height = proposer.ledger.height();
    Thread.sleep(300);
    assertThat(proposer.ledger.height()).isEqualTo(height);
    assertThat(failures).isEmpty();
  }

  @Test
  void tellsTheNodeWhenItsThreadEnds() throws Exception {
    Error broken = new StackOverflowError("on purpose");
    Clock broke =
        new SettableClock() {
          @Override
          public Instant instant() {
            throw broken;
          }
        };
    SoloEngine engine = proposer.engine(FAST, key(), broke);
    engine.start(failures::add);
    Await.until("the failure", () -> !failures.isEmpty());
    assertThat(failures).containsExactly(broken);
    engine.close();
  }

  /** Fails as the second transaction is judged, after one that pays more was taken. */
  @Test
  void aTransactionThatFailsIsDroppedAndTheOthersAreProposed() {
    AtomicInteger judged = new AtomicInteger();
    TransactionVerifier failing =
        new TransactionVerifier(
            new StandInChecks(),
            (stage, count, nanos) -> {
              if (stage == VerifierListener.Stage.STATE && judged.incrementAndGet() == 2) {
                throw new ArithmeticException("on purpose");
              }
            });
    List<Transaction> deposits = List.of(deposit(1, 30), deposit(2, 20), deposit(3, 10));
    deposits.forEach(each -> assertThat(proposer.submit(each).accepted()).isTrue());
    Block block =
        new BlockProducer(proposer.ledger, proposer.mempool, failing).produce(key().get(), 0);
    assertThat(block.transactions()).containsExactly(deposits.get(0), deposits.get(2));
    assertThat(proposer.mempool.contains(deposits.get(1).txid())).isFalse();
    assertThat(proposer.mempool.size()).isEqualTo(2);
  }

  /** Every unit of an asset is in the pool; value goes out and in by two actions. */
  @Test
  void aFullPoolDoesNotStopTheChain() {
    AssetId asset = AssetId.derive(7, TestNetwork.rich(1).key().bytes(), 0);
    AssetId coin = NETWORK.nativeAsset();
    Debit fee = new Debit(coin, TestNetwork.FEE);
    Transaction issue =
        new TxBuilder(NETWORK)
            .entry(
                TestNetwork.rich(1),
                0,
                List.of(fee),
                List.of(new Issue(0, Amount.MAX, TestNetwork.rich(2).key())))
            .build();
    SoloEngine engine = proposer.engine(SoloSettings.DEFAULT, key(), clock);
    assertThat(proposer.submit(issue).accepted()).isTrue();
    assertThat(engine.step()).contains(Verdict.accept());
    Transaction fill =
        new TxBuilder(NETWORK)
            .entry(
                TestNetwork.rich(2),
                0,
                Stream.of(fee, new Debit(asset, Amount.MAX))
                    .sorted(Comparator.comparing(Debit::asset))
                    .toList(),
                List.of())
            .anchor(proposer.ledger.head().noteTreeRoot())
            .action(arb, CircuitId.TRANSFER_2X2, -1, 0, Optional.of(asset))
            .build();
    assertThat(proposer.submit(fill).accepted()).isTrue();
    assertThat(engine.step()).contains(Verdict.accept());
    Transaction outAndIn =
        new TxBuilder(NETWORK)
            .entry(TestNetwork.rich(3), 0, List.of(fee), List.of())
            .anchor(proposer.ledger.head().noteTreeRoot())
            .action(arb, CircuitId.TRANSFER_2X2, 0, 10, Optional.of(asset))
            .action(arb, CircuitId.TRANSFER_2X2, 10, 0, Optional.of(asset))
            .build();
    assertThat(proposer.submit(outAndIn).accepted()).isTrue();
    assertThat(engine.step()).contains(Verdict.accept());
    assertThat(proposer.ledger.poolCounter(1, asset)).isEqualTo(Amount.MAX);
  }

  @Test
  void dearerTransactionsComeFirst() {
    SoloEngine engine = proposer.engine(SoloSettings.DEFAULT, key(), clock);
    proposer.submit(deposit(1, 10));
    proposer.submit(deposit(2, 30));
    proposer.submit(deposit(3, 20));
    engine.step();
    assertThat(
            proposer.ledger.block(1).orElseThrow().transactions().stream()
                .map(transaction -> transaction.body().fee().units()))
        .containsExactly(30L, 20L, 10L);
  }

  @Test
  void theKeyFileIsTheOwnersAloneAndReadBack() throws IOException {
    Path file = folder.resolve("proposer.key");
    try (ProposerKey made = ProposerKey.ofSeed(TestNetwork.PROPOSER.seed())) {
      made.write(file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThatThrownBy(() -> made.write(file)).isInstanceOf(IOException.class);
      assertThat(made.toString()).doesNotContain("6363");
    }
    try (ProposerKey read = ProposerKey.read(file)) {
      assertThat(read.account()).isEqualTo(TestNetwork.PROPOSER.key());
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> ProposerKey.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "not a key");
    assertThatThrownBy(() -> ProposerKey.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("64 hexadecimal digits");
  }
}
