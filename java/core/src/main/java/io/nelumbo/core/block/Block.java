package io.nelumbo.core.block;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import java.util.List;

/**
 * A block (docs/protocol/chain.md 3). Its counts agree; whether roots and signature hold is checked
 * with the chain's state.
 *
 * @param header the header
 * @param signature the proposer's over the block hash
 * @param transactions at most 2,048, in the order of execution
 */
public record Block(BlockHeader header, Signature64 signature, List<Transaction> transactions) {
  /** The most transactions. */
  public static final int MAX_TRANSACTIONS = 2_048;

  /** The most bytes of an encoding. */
  public static final int MAX_LENGTH = 4 << 20;

  /** Checks the count against the header. */
  public Block {
    transactions = List.copyOf(transactions);
    if (transactions.size() != header.transactionCount()) {
      throw new InvalidValueException(
          "transactions",
          "are " + transactions.size() + ", the header says " + header.transactionCount());
    }
  }

  /** Reads exactly the bytes of a block. */
  public static Block parse(byte[] bytes) throws DecodeException {
    ByteReader reader = ByteReader.bounded("block", bytes, MAX_LENGTH);
    BlockHeader header = reader.nested("header", BlockHeader::read);
    Signature64 signature = Signature64.read(reader, "signature");
    int count = header.transactionCount();
    if ((long) count * (4 + Transaction.MIN_LENGTH) > reader.remaining()) {
      throw reader.fail(
          "header.transaction_count",
          BlockHeader.LENGTH - 36,
          "is " + count + ", but only " + reader.remaining() + " bytes are left");
    }
    List<Transaction> transactions = reader.list("transactions", count, Block::readTransaction);
    reader.finish();
    return new Block(header, signature, transactions);
  }

  private static Transaction readTransaction(ByteReader reader) throws DecodeException {
    int start = reader.position();
    int length = reader.u32("length");
    if (length < 0 || length > Transaction.MAX_LENGTH) {
      throw reader.fail(
          "length",
          start,
          "is " + Integer.toUnsignedString(length) + ", at most " + Transaction.MAX_LENGTH);
    }
    return reader.slice("", length, Transaction::read);
  }

  /**
   * The encoding; IllegalStateException when it would pass 4 MiB, which a proposer avoids by {@link
   * #length}.
   */
  public byte[] bytes() {
    ByteWriter writer = new ByteWriter(BlockHeader.LENGTH + Signature64.LENGTH);
    header.write(writer);
    signature.write(writer);
    for (Transaction transaction : transactions) {
      byte[] encoded = transaction.bytes();
      writer.u32(encoded.length).bytes(encoded);
    }
    if (writer.length() > MAX_LENGTH) {
      throw new IllegalStateException("block has " + writer.length() + " bytes, at most 4 MiB fit");
    }
    return writer.toByteArray();
  }

  /** How many bytes a block of transactions with these encoded lengths takes. */
  public static long length(List<Integer> transactionLengths) {
    long total = BlockHeader.LENGTH + Signature64.LENGTH;
    for (int length : transactionLengths) {
      total += 4 + length;
    }
    return total;
  }

  /** The block's hash; computed at each call. */
  public BlockHash hash() {
    return header.hash();
  }

  /** The header's commitment to transactions: the hash of their count and wtxids. */
  public static Bytes32 transactionRoot(List<Transaction> transactions) {
    ByteWriter writer = new ByteWriter(4 + 32 * transactions.size());
    writer.u32(transactions.size());
    for (Transaction transaction : transactions) {
      writer.bytes(transaction.wtxid().toByteArray());
    }
    return Bytes32.of(Blake2b.hash256(HashTag.TX_ROOT, writer.toByteArray()));
  }
}
