package io.nelumbo.node.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The files that the node writes itself, beside those of RocksDB. One implementation is the
 * operating system; tests put others in its place that fail, lose what was not synced, or end the
 * process at a chosen step. Safe for use by several threads.
 */
public interface Disk {
  /** The disk of this machine. */
  Disk SYSTEM = new SystemDisk();

  /** Opens a file for reading and writing, making it (mode 0600) where it is missing. */
  DiskFile open(Path file) throws IOException;

  /** Opens a file that is there for reading alone. */
  DiskFile openReadOnly(Path file) throws IOException;

  /** Returns whether there is a file. */
  boolean exists(Path file);

  /** Moves a file over another in one step, which is on the medium when this returns. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(Path file) throws IOException;
}
