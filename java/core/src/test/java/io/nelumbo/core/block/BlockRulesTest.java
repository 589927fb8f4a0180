package io.nelumbo.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bounds and orders of docs/protocol/chain.md 1 to 3. */
class BlockRulesTest {
  private final Arb arb = Arb.seeded("BlockRulesTest");

  private byte[] headerBytes(long height, long total, int count) {
    return new ByteWriter(BlockHeader.LENGTH)
        .u8(1)
        .u32(7)
        .u64(height)
        .bytes(new byte[32])
        .u64(1)
        .bytes(new byte[96])
        .u64(total)
        .u32(count)
        .bytes(arb.accountKey().toByteArray())
        .toByteArray();
  }

  @Test
  void header_heightAndCounts() throws DecodeException {
    assertThat(BlockHeader.parse(headerBytes(1, 2048, 2048)).transactionCount()).isEqualTo(2048);
    assertThatThrownBy(() -> BlockHeader.parse(headerBytes(0, 0, 0)))
        .hasMessageContaining("header.height: is 0");
    assertThatThrownBy(() -> BlockHeader.parse(headerBytes(1, 4000, 2049)))
        .hasMessageContaining("header.transaction_count: is 2049, at most 2048");
    assertThatThrownBy(() -> BlockHeader.parse(headerBytes(1, -1, -1)))
        .hasMessageContaining("is 4294967295, at most 2048");
    assertThatThrownBy(() -> BlockHeader.parse(headerBytes(1, 1, 2)))
        .hasMessageContaining("total_transactions");
    assertThat(BlockHeader.parse(headerBytes(1, -1, 2)).totalTransactions()).isEqualTo(-1);
  }

  @Test
  void block_countWithoutBytes() {
    byte[] bytes =
        new ByteWriter(512)
            .bytes(headerBytes(1, 2048, 2048))
            .bytes(new byte[64 + 100])
            .toByteArray();
    assertThatThrownBy(() -> Block.parse(bytes))
        .hasMessageContaining("block.header.transaction_count: is 2048, but only 100 bytes");
  }

  @Test
  void block_transactionLength() {
    byte[] transaction = arb.transaction().bytes();
    for (int length : new int[] {-1, 65_537, transaction.length - 1, transaction.length + 1}) {
      byte[] bytes =
          new ByteWriter(512)
              .bytes(headerBytes(1, 1, 1))
              .bytes(new byte[64])
              .u32(length)
              .bytes(transaction)
              .bytes(new byte[length == transaction.length + 1 ? 1 : 0])
              .toByteArray();
      assertThatThrownBy(() -> Block.parse(bytes))
          .isInstanceOf(DecodeException.class)
          .hasMessageContaining("block.transactions[0]");
    }
  }

  @Test
  void block_errorInsideATransactionHasItsPath() {
    byte[] transaction = arb.transaction().bytes();
    transaction[0] = 9;
    byte[] bytes =
        new ByteWriter(512)
            .bytes(headerBytes(1, 1, 1))
            .bytes(new byte[64])
            .u32(transaction.length)
            .bytes(transaction)
            .toByteArray();
    assertThatThrownBy(() -> Block.parse(bytes))
        .hasMessage(
            "block.transactions[0].version: is 9, this software knows only 1 (at byte 261)");
  }

  @Test
  void block_countAndHeaderAgree() {
    BlockHeader header = arb.blockHeader(2, arb.bytes32());
    assertThatThrownBy(() -> new Block(header, arb.signature(), List.of(arb.transaction())))
        .hasMessageContaining("transactions: are 1, the header says 2");
    assertThat(Block.length(List.of(10, 20))).isEqualTo(193 + 64 + 8 + 30);
  }

  @Test
  void transactionRoot_dependsOnOrder() {
    var one = arb.transaction();
    var two = arb.transaction();
    assertThat(Block.transactionRoot(List.of(one, two)))
        .isNotEqualTo(Block.transactionRoot(List.of(two, one)))
        .isNotEqualTo(Block.transactionRoot(List.of(one)));
  }

  private Genesis genesis(
      int pool, String name, List<GenesisCircuit> circuits, List<Allocation> all) {
    return new Genesis(
        NetworkKind.DEV, 7, pool, Amount.ZERO, arb.accountKey(), 1, name, circuits, all);
  }

  @Test
  void genesis_rules() {
    assertThat(genesis(255, "", List.of(), List.of()).pool()).isEqualTo(255);
    assertThatThrownBy(() -> genesis(0, "", List.of(), List.of())).hasMessageContaining("pool");
    assertThatThrownBy(() -> genesis(256, "", List.of(), List.of())).hasMessageContaining("pool");
    assertThatThrownBy(() -> genesis(1, "ä".repeat(128), List.of(), List.of()))
        .hasMessageContaining("name");
    assertThatThrownBy(() -> genesis(1, "\ud800", List.of(), List.of()))
        .hasMessageContaining("name");
    GenesisCircuit circuit =
        new GenesisCircuit(CircuitId.TRANSFER_2X2, Bytes32.ZERO, Bytes32.ZERO, 0);
    assertThatThrownBy(() -> genesis(1, "", List.of(circuit, circuit), List.of()))
        .hasMessageContaining("circuits[1]");
    Allocation half = new Allocation(arb.accountKey(), Amount.of(Long.MIN_VALUE));
    assertThatThrownBy(() -> genesis(1, "", List.of(), List.of(half, half)))
        .hasMessageContaining("allocations[1]");
    List<Allocation> tooMuch =
        arb.ascending(
            List.of(half, new Allocation(arb.accountKey(), half.amount())), Allocation::account);
    assertThatThrownBy(() -> genesis(1, "", List.of(), tooMuch))
        .hasMessageContaining("2^64 or more");
  }

  @Test
  void genesis_parsesItsBounds() {
    byte[] good = genesis(1, "net", List.of(), List.of()).bytes();
    byte[] kind = good.clone();
    kind[1] = 2;
    assertThatThrownBy(() -> Genesis.parse(kind)).hasMessageContaining("genesis.kind: is 2");
    byte[] name = good.clone();
    name[56] = (byte) 0xff;
    assertThatThrownBy(() -> Genesis.parse(name))
        .hasMessageContaining("genesis.name: is not valid");
    byte[] allocations = good.clone();
    allocations[allocations.length - 1] = 1;
    assertThatThrownBy(() -> Genesis.parse(allocations))
        .hasMessageContaining("genesis.allocations: count is 1, but only 0 bytes are left");
  }
}
