package io.nelumbo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.mempool.TransactionJournal;
import io.nelumbo.node.store.FaultyDisk;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.VerifierListener;
import io.nelumbo.verifier.kit.TestNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A process that dies while it judges: what the next ones do with what it died of. */
class CrashLogTest extends AdmissionFixture {
  private static final Path FILE = Path.of("crash.log");

  /** The clock of every life. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  /** A life of a node: its admission stands still inside the judgement, or judges. */
  private final class Life implements AutoCloseable {
    private final CountingChecks machine = new CountingChecks();
    private final FaultyDisk disk;
    private final NodeAdmission admission;

    Life(FaultyDisk disk, boolean dies) {
      this.disk = disk;
      machine.blocked = dies;
      AdmissionLimits limits =
          new AdmissionLimits(
              1,
              AdmissionLimits.DEFAULT.transactions(),
              8,
              AdmissionLimits.DEFAULT.blocks(),
              16,
              16);
      admission =
          new NodeAdmission(
              new NodeAdmission.Rooms(
                  ledger,
                  new Mempool(MempoolLimits.DEFAULT),
                  TransactionJournal.NONE,
                  Optional.of(open(disk)),
                  new TransactionVerifier(machine, VerifierListener.NONE)),
              limits,
              AdmissionMeter.NONE);
    }

    CompletableFuture<Verdict> send(Transaction transaction) {
      return admission.submitTransaction(transaction.bytes(), PEER).toCompletableFuture();
    }

    /** Waits until the judgement has begun, and returns the disk as a kill leaves it. */
    FaultyDisk die() throws InterruptedException {
      machine.entered.await();
      FaultyDisk left = disk.afterKill();
      machine.gate.countDown();
      return left;
    }

    @Override
    public void close() {
      machine.gate.countDown();
      admission.close();
    }
  }

  private FaultyDisk afterDeaths(Transaction poison, int deaths) throws InterruptedException {
    FaultyDisk disk = new FaultyDisk();
    for (int death = 0; death < deaths; death++) {
      try (Life life = new Life(disk, true)) {
        life.send(poison);
        disk = life.die();
      }
    }
    return disk;
  }

  @Test
  void whatAProcessDiedOfThreeTimesAloneIsSetAsideUnblamedAndTheNodeIsUp() throws Exception {
    Transaction poison = deposit(ALICE);
    FaultyDisk disk = afterDeaths(poison, CrashLog.DEATHS);
    for (int start = 0; start < 3; start++) {
      try (Life life = new Life(disk, false)) {
        assertCode(life.send(poison).join(), Verdict.Ignore.class, Reason.UNJUDGEABLE);
        assertThat(Reason.UNJUDGEABLE.blamesSender()).isFalse();
        assertThat(life.send(deposit(BOB)).join().accepted()).isTrue();
        assertThat(life.machine.proofs.get()).isEqualTo(1);
        disk = disk.afterKill();
      }
    }
  }

  @Test
  void anHonestObjectThatWasSetAsideIsJudgedAgainAndForgotten() throws Exception {
    Transaction honest = deposit(ALICE);
    FaultyDisk disk = afterDeaths(honest, CrashLog.DEATHS);
    try (Life life = new Life(disk, false)) {
      assertCode(life.send(honest).join(), Verdict.Ignore.class, Reason.UNJUDGEABLE);
      nanos.addAndGet(CrashLog.SET_ASIDE.toNanos());
      assertThat(life.send(honest).join().accepted()).isTrue();
    }
    try (Life life = new Life(disk.afterKill(), false)) {
      assertThat(life.send(honest).join().accepted()).isTrue();
    }
  }

  @Test
  void aPoisonIsSetAsideForTwiceAsLongEachTime() throws Exception {
    Transaction poison = deposit(ALICE);
    FaultyDisk disk = afterDeaths(poison, CrashLog.DEATHS);
    try (Life life = new Life(disk, true)) {
      nanos.addAndGet(CrashLog.SET_ASIDE.toNanos());
      life.send(poison);
      disk = life.die();
    }
    try (Life life = new Life(disk, false)) {
      nanos.addAndGet(2 * CrashLog.SET_ASIDE.toNanos() - 1);
      assertCode(life.send(poison).join(), Verdict.Ignore.class, Reason.UNJUDGEABLE);
      nanos.addAndGet(1);
      assertThat(life.send(poison).join().accepted()).isTrue();
    }
  }

  @Test
  void anOrderlyCloseIsNoDeath() throws Exception {
    Transaction honest = deposit(ALICE);
    FaultyDisk disk = new FaultyDisk();
    try (Life life = new Life(disk, true)) {
      life.send(honest);
      life.machine.entered.await();
      Thread closer = new Thread(life.admission::close);
      closer.start();
      await(() -> closer.getState() == Thread.State.WAITING);
      life.machine.gate.countDown();
      closer.join();
    }
    assertThat(open(disk.afterKill()).suspects(hash(honest))).isFalse();
  }

  @Test
  void companionsOfAPoisonAreJudgedAndAreFree() throws Exception {
    Transaction poison = deposit(ALICE);
    Transaction companion = deposit(TestNetwork.rich(3));
    FaultyDisk disk = new FaultyDisk();
    CrashLog before = open(disk);
    before.begin(0, List.of(hash(poison), hash(companion)));
    CrashLog after = open(disk.afterKill());
    assertThat(after.suspects(hash(poison))).isTrue();
    assertThat(after.suspects(hash(companion))).isTrue();
    try (Life life = new Life(disk.afterKill(), false)) {
      assertThat(life.send(companion).join().accepted()).isTrue();
      assertThat(life.send(poison).join().accepted()).isTrue();
      assertThat(life.machine.largestBatch.get()).isEqualTo(1);
    }
  }

  @Test
  void aBlockIsTreatedAlike() throws Exception {
    Block poison = TestChain.next(ledger, List.of(deposit(ALICE)));
    FaultyDisk disk = new FaultyDisk();
    for (int death = 0; death < CrashLog.DEATHS; death++) {
      CrashLog dying = open(disk);
      dying.begin(1, List.of(new Submission(poison.bytes(), PEER).hashOfBytes()));
      disk = disk.afterKill();
    }
    try (Life life = new Life(disk, false)) {
      assertCode(
          life.admission.submitBlock(poison.bytes(), PEER).toCompletableFuture().join(),
          Verdict.Ignore.class,
          Reason.UNJUDGEABLE);
      nanos.addAndGet(CrashLog.SET_ASIDE.toNanos());
      assertThat(
              life.admission
                  .submitBlock(poison.bytes(), PEER)
                  .toCompletableFuture()
                  .join()
                  .accepted())
          .isTrue();
    }
  }

  @Test
  void aSlotThatCannotBeReadSaysNothing() {
    FaultyDisk disk = new FaultyDisk();
    open(disk).begin(0, List.of(Bytes32.ZERO));
    byte[] bytes = disk.bytes(FILE);
    bytes[5] ^= 1;
    assertThat(open(new FaultyDisk().put(FILE, bytes)).suspects(Bytes32.ZERO)).isFalse();
    assertThat(open(disk.afterKill()).suspects(Bytes32.ZERO)).isTrue();
  }

  private CrashLog open(FaultyDisk disk) {
    return CrashLog.open(disk, FILE, 2, nanos::get);
  }

  private static Bytes32 hash(Transaction transaction) {
    return new Submission(transaction.bytes(), PEER).hashOfBytes();
  }
}
