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
import org.junit.jupiter.api.Test;

/** A process that dies while it judges: what the next ones do with what it died of. */
class CrashLogTest extends AdmissionFixture {
  private static final Path FILE = Path.of("crash.log");

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
                  Optional.of(CrashLog.open(disk, FILE, 2)),
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

  @Test
  void whatAProcessDiedOfThreeTimesAloneIsRefusedAndTheNodeIsUp() throws Exception {
    Transaction poison = deposit(ALICE);
    FaultyDisk disk = new FaultyDisk();
    for (int death = 0; death < CrashLog.DEATHS; death++) {
      try (Life life = new Life(disk, true)) {
        life.send(poison);
        disk = life.die();
      }
    }
    for (int start = 0; start < 3; start++) {
      try (Life life = new Life(disk, false)) {
        assertCode(life.send(poison).join(), Verdict.Reject.class, Reason.UNJUDGEABLE);
        assertThat(Reason.UNJUDGEABLE.blamesSender()).isTrue();
        assertThat(life.send(deposit(BOB)).join().accepted()).isTrue();
        assertThat(life.machine.proofs.get()).isEqualTo(1);
        disk = disk.afterKill();
      }
    }
  }

  @Test
  void companionsOfAPoisonAreJudgedAndAreFree() throws Exception {
    Transaction poison = deposit(ALICE);
    Transaction companion = deposit(TestNetwork.rich(3));
    FaultyDisk disk = new FaultyDisk();
    CrashLog before = CrashLog.open(disk, FILE, 2);
    before.begin(0, List.of(hash(poison), hash(companion)));
    CrashLog after = CrashLog.open(disk.afterKill(), FILE, 2);
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
      CrashLog dying = CrashLog.open(disk, FILE, 2);
      dying.begin(1, List.of(new Submission(poison.bytes(), PEER).hashOfBytes()));
      disk = disk.afterKill();
    }
    try (Life life = new Life(disk, false)) {
      assertCode(
          life.admission.submitBlock(poison.bytes(), PEER).toCompletableFuture().join(),
          Verdict.Reject.class,
          Reason.UNJUDGEABLE);
    }
  }

  @Test
  void aSlotThatCannotBeReadSaysNothing() {
    FaultyDisk disk = new FaultyDisk();
    CrashLog.open(disk, FILE, 2).begin(0, List.of(Bytes32.ZERO));
    byte[] bytes = disk.bytes(FILE);
    bytes[5] ^= 1;
    assertThat(CrashLog.open(new FaultyDisk().put(FILE, bytes), FILE, 2).suspects(Bytes32.ZERO))
        .isFalse();
    assertThat(CrashLog.open(disk.afterKill(), FILE, 2).suspects(Bytes32.ZERO)).isTrue();
  }

  private static Bytes32 hash(Transaction transaction) {
    return new Submission(transaction.bytes(), PEER).hashOfBytes();
  }
}
