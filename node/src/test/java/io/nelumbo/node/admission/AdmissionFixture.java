package io.nelumbo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.ledger.StoredLedger;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Admission of a node in memory, with checks that count, wait or fail when a test wants it. */
@Timeout(60)
abstract class AdmissionFixture {
  static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;
  static final AssetId NATIVE = NETWORK.nativeAsset();
  static final TestAccount ALICE = TestNetwork.rich(1);
  static final TestAccount BOB = TestNetwork.rich(2);
  static final Origin PEER = new Origin.Peer("peer");

  final Arb arb = Arb.seeded(getClass().getSimpleName());
  final StoredLedger ledger = StoredLedger.open(new MemoryStore(), NETWORK, new TestTreeHash());
  final Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
  final CountingChecks checks = new CountingChecks();
  final NodeAdmission admission = admission(AdmissionLimits.DEFAULT);
  final Heard heard = new Heard();

  AdmissionFixture() {
    admission.listen(heard);
  }

  @AfterEach
  final void close() {
    checks.gate.countDown();
    admission.close();
  }

  final NodeAdmission admission(AdmissionLimits limits) {
    return new NodeAdmission(
        new NodeAdmission.Rooms(
            ledger, mempool, new TransactionVerifier(checks, VerifierListener.NONE)),
        limits,
        AdmissionMeter.NONE);
  }

  final Verdict submit(Transaction transaction) {
    return admission.submitTransaction(transaction.bytes(), PEER).toCompletableFuture().join();
  }

  final Verdict submit(Block block) {
    return admission.submitBlock(block.bytes(), PEER).toCompletableFuture().join();
  }

  static void assertCode(Verdict verdict, Class<? extends Verdict> kind, Reason reason) {
    assertThat(verdict).isInstanceOf(kind);
    assertThat(verdict.toString()).contains("code=" + reason);
  }

  final Transaction payment(TestAccount from, long nonce, long amount) {
    return TxBuilder.payment(NETWORK, from, nonce, BOB.key(), amount).build();
  }

  final Transaction deposit(TestAccount from) {
    return TxBuilder.deposit(NETWORK, from, 0, 100, arb)
        .anchor(ledger.head().noteTreeRoot())
        .build();
  }

  final Transaction withAnotherProof(Transaction transaction) {
    return new Transaction(
        transaction.body(),
        new Authorization(
            transaction.authorization().accountSignatures(),
            List.of(
                new ActionAuthorization(
                    arb.proof(), transaction.authorization().actions().get(0).signature()))));
  }

  static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Remembers what was announced. */
  static final class Heard implements AdmissionListener {
    final List<Transaction> accepted = new CopyOnWriteArrayList<>();
    final List<Block> blocks = new CopyOnWriteArrayList<>();
    final List<Verdict> refused = new CopyOnWriteArrayList<>();
    volatile Throwable failure;

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
  static final class CountingChecks implements NativeChecks {
    final StandInChecks checks = new StandInChecks();
    final AtomicInteger proofs = new AtomicInteger();
    final AtomicInteger largestBatch = new AtomicInteger();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);
    volatile boolean blocked;
    volatile RuntimeException failure;
    volatile Error error;

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
