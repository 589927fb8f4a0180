package io.nelumbo.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Reads and writes name their position; both may do less than they were asked to. */
public interface DiskFile extends AutoCloseable {
  /** Returns the length in bytes. */
  long size() throws IOException;

  /** Reads at most what fits into {@code target}; returns how many bytes, or -1 at the end. */
  int read(ByteBuffer target, long position) throws IOException;

  /** Writes at most what {@code source} holds; returns how many bytes. */
  int write(ByteBuffer source, long position) throws IOException;

  /** Cuts the file to a length. */
  void truncate(long size) throws IOException;

  /** Returns when everything written is on the medium. */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
