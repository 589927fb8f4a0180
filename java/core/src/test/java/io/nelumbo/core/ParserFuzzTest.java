package io.nelumbo.core;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.mutation.Fuzz;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Seeded fuzzing of every layout of core; {@code -Dnelumbo.fuzz.rounds=N} for a longer run. */
class ParserFuzzTest {
  private static final int ROUNDS = Integer.getInteger("nelumbo.fuzz.rounds", 20_000);

  private final Arb arb = Arb.seeded("ParserFuzzTest");

  private <T> void fuzz(
      String name, Supplier<T> make, Fuzz.Encoder<T> encoder, Fuzz.Parser<T> parser) {
    List<byte[]> good = arb.exactly(8, () -> encoder.bytes(make.get()));
    new Fuzz<>(name, arb, parser, encoder, DecodeException.class)
        .run(good, ROUNDS)
        .allocatesLittleForLargeCounts(good);
  }

  @Test
  void transaction() {
    fuzz("transaction", arb::transaction, Transaction::bytes, Transaction::parse);
  }

  @Test
  void transactionBody() {
    fuzz("body", arb::transactionBody, TransactionBody::bytes, TransactionBody::parse);
  }

  @Test
  void block() {
    fuzz("block", arb::block, Block::bytes, Block::parse);
  }

  @Test
  void blockHeader() {
    fuzz("header", () -> arb.blockHeader(3, arb.bytes32()), BlockHeader::bytes, BlockHeader::parse);
  }

  @Test
  void genesis() {
    fuzz("genesis", arb::genesis, Genesis::bytes, Genesis::parse);
  }

  @Test
  void noteOutput() {
    fuzz("output", arb::noteOutput, NoteOutput::bytes, NoteOutput::parse);
  }

  @Test
  void address() {
    fuzz("address", arb::address, Address::bytes, Address::parse);
  }

  @Test
  void addressText() {
    fuzz(
        "address text",
        arb::address,
        address -> address.text("nlbdev").getBytes(StandardCharsets.UTF_8),
        bytes -> Address.parse(strict(bytes), "nlbdev"));
  }

  /** Bytes that are no text at all stand for a character that no address has. */
  private static String strict(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
