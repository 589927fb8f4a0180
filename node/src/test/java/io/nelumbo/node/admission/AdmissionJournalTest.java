package io.nelumbo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.ledger.TestChain;
import io.nelumbo.node.mempool.MempoolJournal;
import io.nelumbo.node.store.FaultyDisk;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.VerifierListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an answer acknowledges is on the disk before the answer. */
class AdmissionJournalTest extends AdmissionFixture {
  private static final Path FILE = Path.of("journal");

  private final FaultyDisk disk = new FaultyDisk();
  private final MempoolJournal journal = MempoolJournal.open(disk, FILE);
  private final NodeAdmission journaled =
      new NodeAdmission(
          new NodeAdmission.Rooms(
              ledger,
              mempool,
              journal,
              Optional.empty(),
              new TransactionVerifier(checks, VerifierListener.NONE)),
          AdmissionLimits.DEFAULT,
          AdmissionMeter.NONE);

  @AfterEach
  void closeJournaled() {
    journaled.close();
  }

  private Receipt acknowledge(Transaction transaction) {
    return journaled.acknowledgeTransaction(transaction.bytes()).toCompletableFuture().join();
  }

  private List<byte[]> afterPowerLoss() {
    return MempoolJournal.open(disk.afterPowerLoss(new Random(1)), FILE).transactions();
  }

  @Test
  void theAnswerNamesThePlaceOfWhatOutlivesThePower() {
    Transaction first = payment(ALICE, 0, 5);
    assertThat(acknowledge(first)).isEqualTo(new Receipt(Verdict.accept(), 1));
    assertThat(afterPowerLoss()).containsExactly(first.bytes());
    Transaction second = payment(BOB, 0, 5);
    assertThat(acknowledge(second).journalPlace()).isEqualTo(2);
    assertThat(afterPowerLoss()).containsExactly(first.bytes(), second.bytes());
  }

  @Test
  void whatAPeerSentBeforeIsAcknowledgedToAClientToo() {
    Transaction payment = payment(ALICE, 0, 5);
    journaled.submitTransaction(payment.bytes(), PEER).toCompletableFuture().join();
    Receipt receipt = acknowledge(payment);
    assertCode(receipt.verdict(), Verdict.Ignore.class, Reason.KNOWN);
    assertThat(receipt.journalPlace()).isEqualTo(1);
    assertThat(afterPowerLoss()).containsExactly(payment.bytes());
  }

  @Test
  void whatIsNotAcceptedHasNoPlace() {
    assertThat(acknowledge(payment(ALICE, 1, 5)).journalPlace()).isZero();
    assertThat(acknowledge(payment(ALICE, 90, 5)).journalPlace()).isZero();
    assertThat(journal.transactions()).isEmpty();
  }

  @Test
  void aFailingDiskAcknowledgesNothingAndStopsAdmission() {
    journaled.listen(heard);
    disk.failAt(0, "No space left on device");
    assertThatThrownBy(() -> acknowledge(payment(ALICE, 0, 5)))
        .hasCauseInstanceOf(StoreException.class)
        .hasMessageContaining("No space left on device");
    await(() -> heard.failure instanceof StoreException);
    assertThat(heard.accepted).isEmpty();
    Verdict verdict =
        journaled
            .submitBlock(TestChain.next(ledger, List.of()).bytes(), PEER)
            .toCompletableFuture()
            .join();
    assertCode(verdict, Verdict.Ignore.class, Reason.BUSY);
  }
}
