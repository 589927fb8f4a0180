package io.nelumbo.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.Await;
import io.nelumbo.node.LogLines;
import io.nelumbo.node.admission.AdmissionLimits;
import io.nelumbo.node.admission.AdmissionMeter;
import io.nelumbo.node.admission.NodeAdmission;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.node.ledger.TestTreeHash;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolJournal;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.mempool.PooledTransaction;
import io.nelumbo.node.store.FaultyDisk;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.VerifierListener;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was acknowledged comes back after a start, or is said to be gone. */
@Timeout(60)
final class JournalReplayTest {
  private static final Path FILE = Path.of("journal");

  private final StoredLedger ledger =
      StoredLedger.open(new MemoryStore(), TestNetwork.PARAMETERS, new TestTreeHash());
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private NodeAdmission admission;

  @AfterEach
  void close() {
    admission.close();
  }

  private static Transaction payment(int from, long nonce) {
    return TxBuilder.payment(
            TestNetwork.PARAMETERS, TestNetwork.rich(from), nonce, TestNetwork.rich(8).key(), 5)
        .build();
  }

  private static FaultyDisk diskWith(List<Transaction> transactions) {
    FaultyDisk disk = new FaultyDisk();
    MempoolJournal journal = MempoolJournal.open(disk, FILE);
    transactions.forEach(
        each -> journal.append(PooledTransaction.of(each, each.bytes().length, "")));
    return disk.afterKill();
  }

  private JournalReplay replay(MempoolJournal journal, Mempool mempool, AdmissionLimits limits) {
    return replay(journal, mempool, limits, VerifierListener.NONE);
  }

  private JournalReplay replay(
      MempoolJournal journal, Mempool mempool, AdmissionLimits limits, VerifierListener listener) {
    admission =
        new NodeAdmission(
            new NodeAdmission.Rooms(
                ledger,
                mempool,
                journal,
                Optional.empty(),
                new TransactionVerifier(new StandInChecks(), listener)),
            limits,
            AdmissionMeter.NONE);
    return JournalReplay.start(journal, admission, failures::add, Duration.ofMillis(50));
  }

  private void commit(List<Transaction> transactions) {
    byte[] block = TestChain.next(ledger, transactions).bytes();
    assertThat(admission.submitBlock(block, Origin.LOCAL).toCompletableFuture().join().accepted())
        .isTrue();
  }

  @Test
  void whatHasNoRoomIsTriedUntilThereIsSome() throws Exception {
    List<Transaction> acknowledged = List.of(payment(1, 0), payment(2, 0), payment(3, 0));
    MempoolJournal journal = MempoolJournal.open(diskWith(acknowledged), FILE);
    Mempool mempool = new Mempool(new MempoolLimits(1, 1 << 20, 100));
    try (JournalReplay _ = replay(journal, mempool, AdmissionLimits.DEFAULT)) {
      for (int i = 0; i < 3; i++) {
        int left = 2 - i;
        Await.until(
            "room was taken", () -> mempool.size() == 1 && journal.unjudged().size() == left);
        // Longer than a hundred tries, twenty milliseconds apart.
        Thread.sleep(i == 0 ? 2_500 : 0);
        commit(List.of(mempool.byWorth().getFirst().transaction()));
      }
      assertThat(ledger.head().totalTransactions()).isEqualTo(3);
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aQueueOfOneIsEnough() throws Exception {
    List<Transaction> acknowledged =
        IntStream.rangeClosed(1, 7).mapToObj(from -> payment(from, 0)).toList();
    MempoolJournal journal = MempoolJournal.open(diskWith(acknowledged), FILE);
    Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    AdmissionLimits.Queue one = new AdmissionLimits.Queue(1, 1 << 20);
    try (JournalReplay _ = replay(journal, mempool, new AdmissionLimits(1, one, 1, one, 16, 16))) {
      Await.until("all are back", () -> mempool.size() == 7);
    }
  }

  @Test
  void whatMustWaitForABlockIsKeptHoweverMuchOfItThereIs() throws Exception {
    List<Transaction> later =
        IntStream.rangeClosed(1, 7).mapToObj(from -> payment(from, 1)).toList();
    MempoolJournal journal = MempoolJournal.open(diskWith(later), FILE);
    Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    AdmissionLimits limits =
        new AdmissionLimits(
            1, AdmissionLimits.DEFAULT.transactions(), 8, AdmissionLimits.DEFAULT.blocks(), 16, 8);
    try (JournalReplay _ = replay(journal, mempool, limits)) {
      assertThat(mempool.size()).isZero();
      assertThat(journal.unjudged()).hasSize(7);
      commit(IntStream.rangeClosed(1, 7).mapToObj(from -> payment(from, 0)).toList());
      Await.until("all are back", () -> mempool.size() == 7);
      Await.until("all are judged", () -> journal.unjudged().isEmpty());
    }
  }

  @Test
  void whatCannotBeJudgedIsKeptAndJudgedLater() throws Exception {
    Transaction acknowledged = payment(1, 0);
    MempoolJournal journal = MempoolJournal.open(diskWith(List.of(acknowledged)), FILE);
    Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    AtomicBoolean fails = new AtomicBoolean(true);
    AtomicInteger failed = new AtomicInteger();
    VerifierListener failing =
        (_, _, _) -> {
          if (fails.get()) {
            failed.incrementAndGet();
            throw new IllegalStateException("a bug, on purpose");
          }
        };
    try (JournalReplay _ = replay(journal, mempool, AdmissionLimits.DEFAULT, failing)) {
      Await.until("a failure", () -> failed.get() > 0);
      fails.set(false);
      assertThat(journal.unjudged()).hasSize(1);
      commit(List.of(payment(2, 0)));
      Await.until("it is back", () -> mempool.contains(acknowledged.txid()));
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void whatIsNotValidAnyMoreIsNamed() throws Exception {
    Transaction invalid = payment(1, 90);
    MempoolJournal journal = MempoolJournal.open(diskWith(List.of(invalid, payment(2, 0))), FILE);
    Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    try (LogLines lines = new LogLines(JournalReplay.class.getName());
        JournalReplay _ = replay(journal, mempool, AdmissionLimits.DEFAULT)) {
      Await.until("all are judged", () -> journal.unjudged().isEmpty());
      assertThat(mempool.size()).isEqualTo(1);
      assertThat(lines.containing(invalid.txid().toString()))
          .singleElement()
          .asString()
          .contains("BAD_NONCE");
    }
  }

  @Test
  void aJournalThatCannotBeReadIsAFailureOfTheNode() throws Exception {
    FaultyDisk disk = diskWith(List.of(payment(1, 0)));
    MempoolJournal journal = MempoolJournal.open(disk, FILE);
    disk.failAt(0, "Input/output error");
    Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    try (JournalReplay _ = replay(journal, mempool, AdmissionLimits.DEFAULT)) {
      Await.until("the failure", () -> failures.size() == 1);
      assertThat(failures.getFirst()).isInstanceOf(StoreException.class);
      assertThat(journal.unjudged()).hasSize(1);
    }
  }
}
