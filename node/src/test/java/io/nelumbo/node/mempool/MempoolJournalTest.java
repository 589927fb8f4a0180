package io.nelumbo.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.store.FaultyDisk;
import io.nelumbo.node.store.RecordLog;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MempoolJournalTest {
  private static final Path FILE = Path.of("journal");
  private static final long TIDY_BYTES = 4_000;

  private final FaultyDisk disk = new FaultyDisk();
  private final Mempool mempool = new Mempool(new MempoolLimits(100, 1 << 20, 100));
  private final MempoolJournal journal = MempoolJournal.open(disk, FILE, TIDY_BYTES);

  private static PooledTransaction payment(long nonce) {
    Transaction transaction =
        TxBuilder.payment(
                TestNetwork.PARAMETERS,
                TestNetwork.rich(1),
                nonce,
                TestNetwork.rich(2).key(),
                1 + nonce)
            .build();
    return PooledTransaction.of(transaction, transaction.bytes().length, "");
  }

  private static List<byte[]> bytes(List<PooledTransaction> pooled) {
    return pooled.stream().map(each -> each.transaction().bytes()).toList();
  }

  @Test
  void aTransactionHasOnePlaceHoweverOftenItComes() {
    assertThat(journal.place(payment(0).txid())).isEmpty();
    assertThat(journal.append(payment(0))).isEqualTo(1);
    assertThat(journal.append(payment(1))).isEqualTo(2);
    assertThat(journal.append(payment(0))).isEqualTo(1);
    assertThat(journal.place(payment(0).txid())).hasValue(1);
    journal.sync();
    MempoolJournal again = MempoolJournal.open(disk.afterKill(), FILE, TIDY_BYTES);
    assertThat(again.append(payment(1))).isEqualTo(2);
    assertThat(again.append(payment(2))).isEqualTo(3);
    assertThat(again.transactions())
        .containsExactlyElementsOf(bytes(List.of(payment(0), payment(1), payment(2))));
  }

  @Test
  void itsLengthIsBoundedByWhatTheMempoolHolds() {
    List<PooledTransaction> kept = new ArrayList<>();
    long longest = 0;
    for (int i = 0; i < 200; i++) {
      PooledTransaction pooled = payment(i);
      mempool.add(pooled);
      journal.append(pooled);
      if (i % 50 == 0) {
        kept.add(pooled);
      } else {
        mempool.remove(pooled.txid());
      }
      journal.tidy(mempool);
      longest = Math.max(longest, disk.bytes(FILE).length);
    }
    assertThat(longest).isGreaterThan(TIDY_BYTES / 2).isLessThanOrEqualTo(TIDY_BYTES);
    MempoolJournal again = MempoolJournal.open(disk.afterKill(), FILE, TIDY_BYTES);
    assertThat(again.transactions()).containsAll(bytes(kept));
    assertThat(again.append(payment(1000))).isEqualTo(201);
  }

  @Test
  void nothingIsDroppedBeforeItWasJudgedAgain() {
    for (int i = 0; i < 50; i++) {
      journal.append(payment(i));
    }
    MempoolJournal again = MempoolJournal.open(disk.afterKill(), FILE, TIDY_BYTES);
    again.tidy(mempool);
    assertThat(again.transactions()).hasSize(50);
    List<Long> places = again.unjudged();
    assertThat(places).hasSize(50);
    places.subList(0, 49).forEach(again::judged);
    again.tidy(mempool);
    assertThat(again.transactions()).containsExactly(payment(49).transaction().bytes());
    assertThat(again.read(places.get(49))).isEqualTo(payment(49).transaction().bytes());
    again.judged(places.get(49));
    assertThat(again.unjudged()).isEmpty();
  }

  @Test
  void aJournalFullOfWhatIsNotJudgedIsNotWrittenAnewForEach() {
    for (int i = 0; i < 50; i++) {
      journal.append(payment(i));
    }
    FaultyDisk next = disk.afterKill();
    MempoolJournal again = MempoolJournal.open(next, FILE, TIDY_BYTES);
    int syncs = next.syncs();
    again.tidy(mempool);
    again.judged(again.unjudged().get(0));
    again.tidy(mempool);
    assertThat(next.syncs()).isEqualTo(syncs);
  }

  @Test
  void aRecordThatIsNoTransactionIsLeftOut() {
    FaultyDisk other = new FaultyDisk();
    RecordLog records = RecordLog.open(other, FILE, Transaction.MAX_LENGTH);
    records.append(new byte[] {1, 2, 3});
    records.append(payment(0).transaction().bytes());
    records.close();
    MempoolJournal opened = MempoolJournal.open(other, FILE, TIDY_BYTES);
    assertThat(opened.transactions()).containsExactly(payment(0).transaction().bytes());
    assertThat(opened.append(payment(1))).isEqualTo(3);
  }

  @Test
  void aFullDiskIsSaidInOneLine() {
    disk.failAt(0, "No space left on device");
    assertThatThrownBy(() -> journal.append(payment(0)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageNotContaining("\n");
  }
}
