package io.nelumbo.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MempoolTest {
  private static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;

  private final Arb arb = Arb.seeded("MempoolTest");

  private static PooledTransaction payment(int from, long nonce, long fee, String source) {
    TxBuilder builder =
        TxBuilder.payment(NETWORK, TestNetwork.rich(from), nonce, TestNetwork.rich(8).key(), 100);
    builder.fee = Amount.of(fee);
    return pooled(builder.build(), source);
  }

  private static PooledTransaction pooled(Transaction transaction, String source) {
    return PooledTransaction.of(transaction, transaction.bytes().length, source);
  }

  private static void assertIgnored(Verdict verdict, Reason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Ignore.class, ignore -> assertThat(ignore.code()).isEqualTo(reason));
  }

  @Test
  void holdsATransactionOnceUnderItsTxid() {
    Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    PooledTransaction payment = payment(1, 0, 10, "");
    assertThat(mempool.add(payment).accepted()).isTrue();
    assertIgnored(mempool.add(payment), Reason.KNOWN);
    assertThat(mempool.get(payment.txid())).contains(payment);
    assertThat(mempool.size()).isEqualTo(1);
    assertThat(mempool.bytes()).isEqualTo(payment.size());
    mempool.remove(payment.txid());
    assertThat(mempool.size()).isZero();
    assertThat(mempool.bytes()).isZero();
    assertThat(mempool.add(payment).accepted()).isTrue();
  }

  @Test
  void theFirstUseOfANonceOrNullifierStays() {
    Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    assertThat(mempool.add(payment(1, 0, 10, "")).accepted()).isTrue();
    assertIgnored(mempool.add(payment(1, 0, 99, "")), Reason.CONFLICT);
    assertThat(mempool.add(payment(1, 1, 10, "")).accepted()).isTrue();
    Nullifier shared = arb.nullifier();
    assertThat(mempool.add(spend(shared, arb.nullifier())).accepted()).isTrue();
    assertIgnored(mempool.add(spend(arb.nullifier(), shared)), Reason.CONFLICT);
    assertThat(mempool.add(spend(arb.nullifier(), arb.nullifier())).accepted()).isTrue();
  }

  private PooledTransaction spend(Nullifier first, Nullifier second) {
    return pooled(
        new TxBuilder(NETWORK)
            .anchor(arb.anchor())
            .action(
                arb,
                CircuitId.TRANSFER_2X2,
                List.of(first, second),
                arb.bytes32(),
                0,
                10,
                Optional.of(NETWORK.nativeAsset()))
            .build(),
        "");
  }

  @Test
  void whenFullTheCheapestGivesWayToADearerOne() {
    Mempool mempool = new Mempool(new MempoolLimits(3, 1 << 20, 10));
    PooledTransaction cheap = payment(1, 0, 10, "");
    mempool.add(cheap);
    mempool.add(payment(2, 0, 30, ""));
    mempool.add(payment(3, 0, 20, ""));
    assertIgnored(mempool.add(payment(4, 0, 10, "")), Reason.BUSY);
    assertThat(mempool.add(payment(5, 0, 11, "")).accepted()).isTrue();
    assertThat(mempool.contains(cheap.txid())).isFalse();
    assertThat(mempool.byWorth().stream().map(p -> p.transaction().body().fee().units()))
        .containsExactly(30L, 20L, 11L);
    assertThat(mempool.add(payment(1, 0, 40, "")).accepted()).isTrue();
  }

  @Test
  void countsBytes() {
    PooledTransaction payment = payment(1, 0, 10, "");
    Mempool mempool = new Mempool(new MempoolLimits(100, 2L * payment.size(), 10));
    assertThat(mempool.add(payment).accepted()).isTrue();
    assertThat(mempool.add(payment(2, 0, 10, "")).accepted()).isTrue();
    assertIgnored(mempool.add(payment(3, 0, 10, "")), Reason.BUSY);
    Mempool tiny = new Mempool(new MempoolLimits(100, payment.size() - 1, 10));
    assertIgnored(tiny.add(payment), Reason.BUSY);
  }

  @Test
  void onePeerHasAShareButTheOwnApiHasNone() {
    Mempool mempool = new Mempool(new MempoolLimits(100, 1 << 20, 2));
    assertThat(mempool.add(payment(1, 0, 10, "a")).accepted()).isTrue();
    PooledTransaction second = payment(2, 0, 10, "a");
    assertThat(mempool.add(second).accepted()).isTrue();
    assertIgnored(mempool.add(payment(3, 0, 10, "a")), Reason.BUSY);
    assertThat(mempool.add(payment(3, 0, 10, "b")).accepted()).isTrue();
    for (int i = 4; i < 8; i++) {
      assertThat(mempool.add(payment(i, 0, 10, "")).accepted()).isTrue();
    }
    mempool.remove(second.txid());
    assertThat(mempool.add(payment(2, 1, 10, "a")).accepted()).isTrue();
  }

  @Test
  void retainsOnlyWhatIsStillValid() {
    Mempool mempool = new Mempool(MempoolLimits.DEFAULT);
    for (int i = 1; i <= 6; i++) {
      mempool.add(payment(i, 0, 10 + i, ""));
    }
    int gone = mempool.retain(pooled -> pooled.transaction().body().fee().units() % 2 == 0);
    assertThat(gone).isEqualTo(3);
    assertThat(mempool.size()).isEqualTo(3);
    assertThat(mempool.add(payment(1, 0, 12, "")).accepted()).isTrue();
  }
}
