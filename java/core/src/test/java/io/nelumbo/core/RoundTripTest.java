package io.nelumbo.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.tree.MerklePath;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Parsing and serialising are inverse to each other. */
class RoundTripTest {
  private static final int RUNS = 1_000;

  private final Arb arb = Arb.seeded("RoundTripTest");

  @FunctionalInterface
  private interface Parser<T> {
    T parse(byte[] bytes) throws DecodeException;
  }

  private <T> void roundTrip(Supplier<T> make, Function<T, byte[]> bytes, Parser<T> parser)
      throws DecodeException {
    for (int i = 0; i < RUNS; i++) {
      T value = make.get();
      byte[] encoded = bytes.apply(value);
      T parsed = parser.parse(encoded);
      assertThat(parsed).isEqualTo(value).hasSameHashCodeAs(value);
      assertThat(bytes.apply(parsed)).isEqualTo(encoded);
    }
  }

  @Test
  void transaction() throws DecodeException {
    roundTrip(arb::transaction, Transaction::bytes, Transaction::parse);
  }

  @Test
  void transactionBody() throws DecodeException {
    roundTrip(arb::transactionBody, TransactionBody::bytes, TransactionBody::parse);
  }

  @Test
  void block() throws DecodeException {
    roundTrip(arb::block, Block::bytes, Block::parse);
  }

  @Test
  void blockHeader() throws DecodeException {
    roundTrip(() -> arb.blockHeader(3, arb.bytes32()), BlockHeader::bytes, BlockHeader::parse);
  }

  @Test
  void genesis() throws DecodeException {
    roundTrip(arb::genesis, Genesis::bytes, Genesis::parse);
  }

  @Test
  void noteOutput() throws DecodeException {
    roundTrip(arb::noteOutput, NoteOutput::bytes, NoteOutput::parse);
  }

  @Test
  void address() throws DecodeException {
    roundTrip(arb::address, Address::bytes, Address::parse);
    for (int i = 0; i < RUNS; i++) {
      Address address = arb.address();
      assertThat(Address.parse(address.text("nlbdev"), "nlbdev")).isEqualTo(address);
    }
  }

  @Test
  void accountText() throws DecodeException {
    for (int i = 0; i < RUNS; i++) {
      AccountKey key = arb.accountKey();
      assertThat(AccountKey.parse(key.text("nlbt"), "nlbt")).isEqualTo(key);
    }
  }

  @Test
  void merklePath() throws DecodeException {
    for (int i = 0; i < RUNS; i++) {
      MerklePath path = arb.merklePath();
      assertThat(MerklePath.parse(path.position(), path.siblingBytes())).isEqualTo(path);
    }
  }

  @Test
  void memo() {
    for (int i = 0; i < RUNS; i++) {
      Memo memo = arb.memo();
      assertThat(Memo.of(memo.toByteArray())).isEqualTo(memo);
      assertThat(Memo.ofText(memo.text().orElseThrow())).isEqualTo(memo);
    }
  }
}
