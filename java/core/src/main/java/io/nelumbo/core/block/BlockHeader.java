package io.nelumbo.core.block;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.Bytes32;

/**
 * The header of a block (docs/protocol/chain.md 2): 193 bytes.
 *
 * @param version 1
 * @param chain the chain id, 32 unsigned bits
 * @param height 1 or more, 64 unsigned bits
 * @param previous the parent's block hash
 * @param timeMillis since 1970, 64 unsigned bits
 * @param transactionRoot see {@link Block#transactionRoot}
 * @param noteTreeRoot the root of the note tree after the block
 * @param stateCommitment the root of the state tree after the block
 * @param totalTransactions in the chain up to and including this block, 64 unsigned bits
 * @param transactionCount in this block, at most 2,048
 * @param proposer the account that signs the block
 */
public record BlockHeader(
    int version,
    int chain,
    long height,
    BlockHash previous,
    long timeMillis,
    Bytes32 transactionRoot,
    Anchor noteTreeRoot,
    Bytes32 stateCommitment,
    long totalTransactions,
    int transactionCount,
    AccountKey proposer) {

  /** The version that this software writes and reads. */
  public static final int VERSION = 1;

  /** Length in bytes. */
  public static final int LENGTH = 193;

  /** Checks version, height and count. */
  public BlockHeader {
    if (version != VERSION) {
      throw new InvalidValueException("version", "is " + version + ", not " + VERSION);
    }
    if (height == 0) {
      throw new InvalidValueException("height", "is 0, which is the genesis block's");
    }
    if (transactionCount < 0 || transactionCount > Block.MAX_TRANSACTIONS) {
      throw new InvalidValueException(
          "transaction_count",
          "is "
              + Integer.toUnsignedString(transactionCount)
              + ", at most "
              + Block.MAX_TRANSACTIONS);
    }
    if (Long.compareUnsigned(totalTransactions, transactionCount) < 0) {
      throw new InvalidValueException("total_transactions", "is less than those of this block");
    }
  }

  /** Reads exactly 193 bytes. */
  public static BlockHeader parse(byte[] bytes) throws DecodeException {
    ByteReader reader = ByteReader.bounded("header", bytes, LENGTH);
    BlockHeader header = read(reader);
    reader.finish();
    return header;
  }

  static BlockHeader read(ByteReader reader) throws DecodeException {
    int start = reader.position();
    reader.version("version", VERSION);
    int chain = reader.u32("chain");
    long height = reader.u64("height");
    BlockHash previous = new BlockHash(Bytes32.read(reader, "previous"));
    long timeMillis = reader.u64("time");
    Bytes32 transactionRoot = Bytes32.read(reader, "transaction_root");
    Anchor noteTreeRoot = Anchor.read(reader, "note_tree_root");
    Bytes32 stateCommitment = Bytes32.read(reader, "state_commitment");
    long total = reader.u64("total_transactions");
    int count = reader.u32("transaction_count");
    AccountKey proposer = AccountKey.read(reader, "proposer");
    return reader.build(
        "",
        start,
        () ->
            new BlockHeader(
                VERSION,
                chain,
                height,
                previous,
                timeMillis,
                transactionRoot,
                noteTreeRoot,
                stateCommitment,
                total,
                count,
                proposer));
  }

  /** The 193 bytes. */
  public byte[] bytes() {
    ByteWriter writer = new ByteWriter(LENGTH);
    write(writer);
    return writer.toByteArray();
  }

  void write(ByteWriter writer) {
    writer.u8(version).u32(chain).u64(height);
    previous.bytes().write(writer);
    writer.u64(timeMillis);
    transactionRoot.write(writer);
    noteTreeRoot.write(writer);
    stateCommitment.write(writer);
    writer.u64(totalTransactions).u32(transactionCount);
    proposer.write(writer);
  }

  /** The block hash, which the proposer signs; computed at each call. */
  public BlockHash hash() {
    return BlockHash.of(Blake2b.hash256(HashTag.BLOCK, bytes()));
  }
}
