package io.nelumbo.node.ledger;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.DiskFile;
import io.nelumbo.node.store.DiskIo;
import io.nelumbo.node.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The highest block that this node may have announced, in a file apart from the store. A store that
 * comes back older than it (an older copy, a log cut short by the disk) is thereby noticed, and a
 * proposer does not sign a second block at a height that it has signed before.
 *
 * <p>Two slots of 44 bytes, written in turn: u64 height ‖ hash 32 ‖ u32 CRC-32C. Used by the one
 * thread that commits.
 */
public final class HeadMark implements AutoCloseable {
  private static final int SLOT = 44;
  private static final int SUMMED = 40;

  private final Path path;
  private final DiskFile file;
  private Optional<Mark> newest;

  /** The slot that does not hold the newest mark, so that a torn write leaves that one. */
  private int spare;

  /** A height and the hash of its block. */
  record Mark(long height, BlockHash hash) {
    /** Refuses another block at the marked height. */
    void checkAgrees(long otherHeight, BlockHash other) {
      if (otherHeight == height && !other.equals(hash)) {
        throw new LedgerException(
            "this node announced block "
                + hash
                + " at height "
                + height
                + ", but is given "
                + other
                + ": the proposer signed two blocks, or the data folder is mixed from two; this"
                + " node stops");
      }
    }
  }

  private HeadMark(Path path, DiskFile file, Optional<Mark> newest, int spare) {
    this.path = path;
    this.file = file;
    this.newest = newest;
    this.spare = spare;
  }

  /**
   * Opens the file, making it where it is missing.
   *
   * @throws StoreException when it is damaged or the disk fails
   */
  public static HeadMark open(Disk disk, Path path) {
    try {
      return read(path, disk.open(path));
    } catch (IOException e) {
      throw failed("open", path, e);
    }
  }

  /**
   * Opens the file to look at it; none when it is missing. Nothing is changed.
   *
   * @throws StoreException when it is damaged or the disk fails
   */
  public static Optional<HeadMark> openReadOnly(Disk disk, Path path) {
    if (!disk.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(path, disk.openReadOnly(path)));
    } catch (IOException e) {
      throw failed("read", path, e);
    }
  }

  private static HeadMark read(Path path, DiskFile file) throws IOException {
    try {
      Optional<Mark> first = slot(file, 0);
      Optional<Mark> second = slot(file, 1);
      // A lone first slot that is not whole was torn before its block was announced.
      if (first.isEmpty() && second.isEmpty() && file.size() > SLOT) {
        throw StoreException.damage(
            path + " is damaged: restore a copy, or delete it if no copy of this node runs", null);
      }
      Mark none = new Mark(-1, new BlockHash(Bytes32.ZERO));
      boolean firstIsNewer = first.orElse(none).height() > second.orElse(none).height();
      int spare = first.isPresent() && firstIsNewer ? 1 : 0;
      return new HeadMark(path, file, firstIsNewer ? first : second, spare);
    } catch (IOException | StoreException e) {
      file.close();
      throw e;
    }
  }

  /** Returns the newest mark. */
  synchronized Optional<Mark> newest() {
    return newest;
  }

  /** Writes a mark, which is on the medium when this returns. Lower heights change nothing. */
  synchronized void raise(long height, BlockHash hash) {
    if (newest.isPresent() && newest.get().height() >= height) {
      return;
    }
    byte[] slot = new ByteWriter(SLOT).u64(height).bytes(hash.toByteArray()).toByteArray();
    byte[] summed = new ByteWriter(SLOT).bytes(slot).u32(checksum(slot)).toByteArray();
    try {
      DiskIo.writeFully(file, ByteBuffer.wrap(summed), (long) spare * SLOT);
      file.sync();
    } catch (IOException e) {
      throw failed("write", path, e);
    }
    newest = Optional.of(new Mark(height, hash));
    spare = 1 - spare;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed("close", path, e);
    }
  }

  private static Optional<Mark> slot(DiskFile file, int index) throws IOException {
    if (file.size() < (long) (index + 1) * SLOT) {
      return Optional.empty();
    }
    ByteBuffer slot = ByteBuffer.allocate(SLOT);
    DiskIo.readFully(file, slot, (long) index * SLOT);
    byte[] summed = Arrays.copyOf(slot.array(), SUMMED);
    if (slot.getInt(SUMMED) != checksum(summed)) {
      return Optional.empty();
    }
    Bytes32 hash = Bytes32.of(Arrays.copyOfRange(summed, Long.BYTES, SUMMED));
    return Optional.of(new Mark(slot.getLong(0), new BlockHash(hash)));
  }

  private static int checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, SUMMED);
    return (int) sum.getValue();
  }

  private static StoreException failed(String action, Path path, IOException cause) {
    return new StoreException(
        "cannot " + action + " " + path + " (" + cause.getMessage() + "): check the disk", cause);
  }
}
