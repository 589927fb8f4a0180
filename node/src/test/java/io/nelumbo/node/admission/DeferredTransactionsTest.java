package io.nelumbo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.tx.WtxId;
import io.nelumbo.core.value.Bytes32;
import org.junit.jupiter.api.Test;

class DeferredTransactionsTest {
  private static final Origin LOUD = new Origin.Peer("loud");

  private final DeferredTransactions deferred = new DeferredTransactions(16);

  private static WtxId id(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) number;
    return new WtxId(Bytes32.of(bytes));
  }

  private void add(int number, Origin origin) {
    deferred.add(id(number), new byte[] {(byte) number}, origin);
  }

  private int[] numbers() {
    return deferred.drain().stream().mapToInt(each -> each.bytes()[0]).sorted().toArray();
  }

  @Test
  void oneSourceHasAnEighthAndItsOwnOldestGiveWay() {
    add(1, new Origin.Peer("quiet"));
    add(2, Origin.LOCAL);
    for (int i = 10; i < 100; i++) {
      add(i, LOUD);
    }
    assertThat(numbers()).containsExactly(1, 2, 98, 99);
  }

  @Test
  void manySourcesShareTheRoomAndTheOldestGiveWay() {
    for (int i = 0; i < 40; i++) {
      add(i, new Origin.Peer("source " + i));
    }
    assertThat(numbers()).hasSize(16).contains(24, 39).doesNotContain(23);
  }

  @Test
  void theSameBytesAreKeptOnceAndTheShareIsFreedByADrain() {
    add(1, LOUD);
    add(1, LOUD);
    assertThat(numbers()).containsExactly(1);
    add(2, LOUD);
    add(3, LOUD);
    add(4, LOUD);
    assertThat(numbers()).containsExactly(3, 4);
  }
}
