package io.nelumbo.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.node.store.FaultyDisk;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadMarkTest {
  private static final Path FILE = Path.of("head.mark");

  private final Arb arb = Arb.seeded("HeadMarkTest");

  private StoredLedger ledger(FaultyDisk disk) {
    return StoredLedger.open(
        new StoredLedger.Medium(new MemoryStore(), Optional.of(HeadMark.open(disk, FILE))),
        TestNetwork.PARAMETERS,
        new TestTreeHash());
  }

  @Test
  void everyErrorAndPowerLossLeavesTheLastMarkOrTheOneBefore() {
    for (int step = 0; step < 12; step++) {
      FaultyDisk disk = new FaultyDisk();
      HeadMark mark = HeadMark.open(disk, FILE);
      disk.failAt(step, "Input/output error");
      long acknowledged = -1;
      long tried = -1;
      try {
        for (long height = step % 2; height < 20; height++) {
          tried = height;
          mark.raise(height, new BlockHash(arb.bytes32()));
          acknowledged = height;
        }
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("Input/output error");
      }
      for (int seed = 0; seed < 20; seed++) {
        Optional<HeadMark.Mark> left =
            HeadMark.open(disk.afterPowerLoss(new Random(seed)), FILE).newest();
        assertThat(left.map(HeadMark.Mark::height).orElse(-1L)).isBetween(acknowledged, tried);
      }
    }
  }

  @Test
  void aLowerHeightChangesNothing() {
    FaultyDisk disk = new FaultyDisk();
    HeadMark mark = HeadMark.open(disk, FILE);
    mark.raise(5, new BlockHash(arb.bytes32()));
    mark.raise(4, new BlockHash(arb.bytes32()));
    assertThat(HeadMark.open(disk.afterKill(), FILE).newest().orElseThrow().height()).isEqualTo(5);
  }

  @Test
  void aDamagedFileIsRefused() {
    FaultyDisk disk = new FaultyDisk();
    HeadMark mark = HeadMark.open(disk, FILE);
    mark.raise(0, new BlockHash(arb.bytes32()));
    mark.raise(1, new BlockHash(arb.bytes32()));
    byte[] both = disk.bytes(FILE);
    both[3] ^= 1;
    assertThat(HeadMark.open(new FaultyDisk().put(FILE, both), FILE).newest()).isPresent();
    both[50] ^= 1;
    assertThatThrownBy(() -> HeadMark.open(new FaultyDisk().put(FILE, both), FILE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aStoreThatBecameOlderIsNoticedAndASecondBlockAtItsHeightIsRefused() {
    FaultyDisk disk = new FaultyDisk();
    StoredLedger ledger = ledger(disk);
    assertThat(ledger.announcedHeight()).isZero();
    TestChain.commit(ledger);
    assertThat(ledger.announcedHeight()).isEqualTo(1);
    StoredLedger older = ledger(disk.afterKill());
    assertThat(older.height()).isZero();
    assertThat(older.announcedHeight()).isEqualTo(1);
    assertThatThrownBy(() ->
            TestChain.commit(
                older,
                TxBuilder.payment(
                        TestNetwork.PARAMETERS,
                        TestNetwork.rich(1),
                        0,
                        TestNetwork.rich(2).key(),
                        1)
                    .build()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("announced block");
    assertThat(older.height()).isZero();
    TestChain.commit(older);
    assertThat(older.head()).isEqualTo(ledger.head());
  }
}
