package io.nelumbo.node.app;

import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.KeyValueStore;
import io.nelumbo.node.store.RocksStore;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What a node keeps its data on. Tests put media in between that fail, or that end the process at a
 * chosen step.
 *
 * @param disk for the files that the node writes itself
 * @param store opens the key-value store in a folder
 */
public record Media(Disk disk, Function<Path, KeyValueStore> store) {
  /** The disk of this machine. */
  public static final Media SYSTEM = new Media(Disk.SYSTEM, RocksStore::open);
}
