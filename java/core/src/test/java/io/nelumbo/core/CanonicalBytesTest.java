package io.nelumbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Every value has one encoding: truncations and trailing bytes are refused, and what is accepted
 * serialises to itself.
 */
class CanonicalBytesTest {
  private static final int VALUES = 8;

  private final Arb arb = Arb.seeded("CanonicalBytesTest");

  @FunctionalInterface
  private interface Parser<T> {
    T parse(byte[] bytes) throws DecodeException;
  }

  private <T> void check(byte[] encoded, Function<T, byte[]> bytes, Parser<T> parser)
      throws DecodeException {
    assertThat(bytes.apply(parser.parse(encoded))).isEqualTo(encoded);
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertRefused(cut, parser);
    }
    for (int value = 0; value < 256; value++) {
      byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
      longer[encoded.length] = (byte) value;
      assertRefused(longer, parser);
    }
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= (byte) (1 << arb.below(8));
      acceptedIsCanonical(changed, bytes, parser);
    }
  }

  private static <T> void assertRefused(byte[] bytes, Parser<T> parser) {
    try {
      parser.parse(bytes);
    } catch (DecodeException e) {
      return;
    }
    throw new AssertionError("accepted " + bytes.length + " bytes");
  }

  private static <T> void acceptedIsCanonical(
      byte[] bytes, Function<T, byte[]> encode, Parser<T> parser) {
    T parsed;
    try {
      parsed = parser.parse(bytes);
    } catch (DecodeException e) {
      return;
    }
    assertThat(encode.apply(parsed)).isEqualTo(bytes);
  }

  @Test
  void transaction() throws DecodeException {
    for (int i = 0; i < VALUES; i++) {
      check(arb.transaction().bytes(), Transaction::bytes, Transaction::parse);
    }
  }

  @Test
  void transactionBody() throws DecodeException {
    for (int i = 0; i < VALUES; i++) {
      check(arb.transactionBody().bytes(), TransactionBody::bytes, TransactionBody::parse);
    }
  }

  @Test
  void block() throws DecodeException {
    for (int i = 0; i < VALUES; i++) {
      check(arb.block().bytes(), Block::bytes, Block::parse);
    }
  }

  @Test
  void blockHeader() throws DecodeException {
    check(arb.blockHeader(1, arb.bytes32()).bytes(), BlockHeader::bytes, BlockHeader::parse);
  }

  @Test
  void genesis() throws DecodeException {
    for (int i = 0; i < VALUES; i++) {
      check(arb.genesis().bytes(), Genesis::bytes, Genesis::parse);
    }
  }

  @Test
  void noteOutput() throws DecodeException {
    check(arb.noteOutput().bytes(), NoteOutput::bytes, NoteOutput::parse);
  }

  @Test
  void address() throws DecodeException {
    check(arb.address().bytes(), Address::bytes, Address::parse);
  }

  @Test
  void randomBytes_areRefusedWithoutOtherExceptions() {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = arb.bytes(arb.below(400));
      if (bytes.length > 0 && arb.flip()) {
        bytes[0] = 1;
      }
      acceptedIsCanonical(bytes, Transaction::bytes, Transaction::parse);
      acceptedIsCanonical(bytes, Block::bytes, Block::parse);
      acceptedIsCanonical(bytes, Genesis::bytes, Genesis::parse);
    }
  }

  @Test
  void oversize_isRefusedBeforeAnythingIsRead() {
    assertThatThrownBy(() -> Transaction.parse(new byte[Transaction.MAX_LENGTH + 1]))
        .hasMessageContaining("transaction: has 65537 bytes, at most 65536 are allowed");
    assertThatThrownBy(() -> Block.parse(new byte[Block.MAX_LENGTH + 1]))
        .hasMessageContaining("block: has 4194305 bytes, at most 4194304 are allowed");
  }
}
