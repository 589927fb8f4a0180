package io.nelumbo.node.app;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.ledger.LedgerException;
import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.DiskFile;
import io.nelumbo.node.store.DiskIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Writes the blocks of a ledger to a {@link ChainFile} that is whole or absent. */
final class ChainExport {
  private final Disk disk;
  private final Path file;
  private final MessageDigest hash = ChainFile.sha256();
  private long at;

  ChainExport(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /** Writes everything up to the head. */
  void write(Ledger ledger, LongConsumer progress) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
    try {
      try (DiskFile out = disk.open(part)) {
        writeAll(ledger, out, progress);
        out.sync();
      }
      disk.move(part, target);
    } catch (IOException | RuntimeException e) {
      disk.delete(part);
      throw e;
    }
  }

  private void writeAll(Ledger ledger, DiskFile out, LongConsumer progress) throws IOException {
    append(out, ChainFile.MAGIC);
    append(out, ChainFile.section(ledger.parameters().genesis().bytes()));
    BlockHash previous = ledger.parameters().genesisBlock();
    long head = ledger.height();
    for (long height = 1; height <= head; height++) {
      Block block = block(ledger, height);
      if (!block.header().previous().equals(previous)) {
        throw new LedgerException("block " + height + ": does not follow the one before it");
      }
      append(out, ChainFile.section(block.bytes()));
      previous = block.hash();
      progress.accept(height);
    }
    if (!previous.equals(ledger.headHash())) {
      throw new LedgerException("block " + head + ": is not the head");
    }
    append(out, ChainFile.trailer(head));
    DiskIo.writeFully(out, ByteBuffer.wrap(hash.digest()), at);
  }

  private static Block block(Ledger ledger, long height) {
    return ledger
        .block(height)
        .orElseThrow(() -> new LedgerException("block " + height + ": is missing"));
  }

  private void append(DiskFile out, byte[] bytes) throws IOException {
    DiskIo.writeFully(out, ByteBuffer.wrap(bytes), at);
    hash.update(bytes);
    at += bytes.length;
  }
}
