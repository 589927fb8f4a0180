package io.nelumbo.node.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads and writes that are whole although the disk's may be partial. */
public final class DiskIo {
  private DiskIo() {}

  /**
   * Fills {@code target} from {@code position} on.
   *
   * @throws EOFException when the file ends before
   */
  public static void readFully(DiskFile file, ByteBuffer target, long position) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int count = file.read(target, at);
      if (count < 0) {
        throw new EOFException("the file ends at byte " + at);
      }
      at += count;
    }
  }

  /** Writes all of {@code source} from {@code position} on. */
  public static void writeFully(DiskFile file, ByteBuffer source, long position)
      throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      at += file.write(source, at);
    }
  }
}
