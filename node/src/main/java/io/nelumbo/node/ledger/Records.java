package io.nelumbo.node.ledger;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.Bytes32;

/** The bytes of the ledger's own records. They never cross the network. */
final class Records {
  private Records() {}

  /** What is kept of each height beside the block. */
  record Summary(BlockHash hash, long firstPosition) {}

  /** Reads a record. */
  @FunctionalInterface
  interface Reading<T> {
    T read(ByteReader in) throws DecodeException;
  }

  static byte[] head(Head head) {
    ByteWriter out = new ByteWriter(128);
    out.u64(head.height());
    head.hash().bytes().write(out);
    out.u64(head.timeMillis());
    head.noteTreeRoot().write(out);
    out.u64(head.notes());
    head.stateCommitment().write(out);
    return out.u64(head.totalTransactions()).toByteArray();
  }

  static Head head(byte[] bytes) {
    return read(
        "head",
        bytes,
        in ->
            new Head(
                in.u64("height"),
                new BlockHash(Bytes32.read(in, "hash")),
                in.u64("time"),
                Anchor.read(in, "note tree root"),
                in.u64("notes"),
                Bytes32.read(in, "state commitment"),
                in.u64("total transactions")));
  }

  static byte[] summary(Summary summary) {
    ByteWriter out = new ByteWriter(40);
    summary.hash().bytes().write(out);
    return out.u64(summary.firstPosition()).toByteArray();
  }

  static Summary summary(byte[] bytes) {
    return read(
        "summary",
        bytes,
        in -> new Summary(new BlockHash(Bytes32.read(in, "hash")), in.u64("first position")));
  }

  static byte[] place(TransactionPlace place) {
    return new ByteWriter(12).u64(place.height()).u32(place.index()).toByteArray();
  }

  static TransactionPlace place(byte[] bytes) {
    return read("place", bytes, in -> new TransactionPlace(in.u64("height"), in.u32("index")));
  }

  static byte[] number(long value) {
    return new ByteWriter(8).u64(value).toByteArray();
  }

  static long number(byte[] bytes) {
    return read("number", bytes, in -> in.u64("number"));
  }

  static Block block(byte[] bytes) {
    try {
      return Block.parse(bytes);
    } catch (DecodeException e) {
      throw damaged("block", e);
    }
  }

  private static <T> T read(String name, byte[] bytes, Reading<T> reading) {
    try {
      ByteReader in = new ByteReader(name, bytes);
      T value = reading.read(in);
      in.finish();
      return value;
    } catch (DecodeException e) {
      throw damaged(name, e);
    }
  }

  private static LedgerException damaged(String name, DecodeException cause) {
    LedgerException damaged =
        new LedgerException(
            "a stored "
                + name
                + " is damaged ("
                + cause.getMessage()
                + "); restore a copy, or empty the data folder and sync again");
    damaged.initCause(cause);
    return damaged;
  }
}
