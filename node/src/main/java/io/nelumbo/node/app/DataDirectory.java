package io.nelumbo.node.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one node, locked against a second process while open.
 *
 * <pre>
 * node.toml      settings, optional            genesis.toml   the network
 * peer.key       identity, 0600, PEM           proposer.key   block signing, optional, 0600
 * keys/*.vk      verifying keys                chain/         the store
 * mempool.journal  what waits for a block     head.mark      the newest block that was announced
 * crash.log      what is being judged
 * ports.json     the ports in use while the node runs        lock
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path root;

  /** None when the folder is only read and no node ever ran in it. */
  private final @Nullable FileLock lock;

  private final boolean runs;

  private DataDirectory(Path root, @Nullable FileLock lock, boolean runs) {
    this.root = root;
    this.lock = lock;
    this.runs = runs;
  }

  /** Makes the folder (mode 0700) if it is not there, and locks it for a node that runs in it. */
  public static DataDirectory open(Path root) throws ConfigException {
    return open(root, true);
  }

  /** Locks the folder as {@link #open} does, for something else than a node. */
  static DataDirectory openForTool(Path root) throws ConfigException {
    return open(root, false);
  }

  /** Keeps nodes from the folder, and changes nothing in it; rights to read are enough. */
  static DataDirectory openReadOnly(Path root) throws ConfigException {
    Path file = root.resolve(LOCK);
    if (!Files.exists(file)) {
      return new DataDirectory(root, null, false);
    }
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new DataDirectory(root, lock(root, channel, true), false);
    } catch (IOException e) {
      throw new ConfigException(root + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static DataDirectory open(Path root, boolean runs) throws ConfigException {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new DataDirectory(root, lock(root, channel, false), runs);
    } catch (IOException e) {
      throw new ConfigException(root + ": cannot be used as a data folder: " + e.getMessage(), e);
    }
  }

  private static FileLock lock(Path root, FileChannel channel, boolean shared)
      throws IOException, ConfigException {
    FileLock lock = tryLock(channel, shared);
    if (lock == null) {
      channel.close();
      throw new ConfigException(
          root + ": another node uses this data folder; stop it or choose another folder");
    }
    return lock;
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  public Path root() {
    return root;
  }

  public Path config() {
    return root.resolve(NodeConfig.FILE);
  }

  public Path genesis() {
    return root.resolve(GenesisFile.FILE);
  }

  public Path peerKey() {
    return root.resolve("peer.key");
  }

  public Path chain() {
    return root.resolve("chain");
  }

  public Path mempoolJournal() {
    return root.resolve("mempool.journal");
  }

  public Path headMark() {
    return root.resolve("head.mark");
  }

  public Path crashLog() {
    return root.resolve("crash.log");
  }

  /** The verifying key of a circuit by its name. */
  public Path verifyingKey(String circuitName) {
    return root.resolve("keys").resolve(circuitName + ".vk");
  }

  public Path ports() {
    return root.resolve(Ports.FILE);
  }

  /** Removes what describes the running process, if it is a node, and unlocks. */
  @Override
  public void close() {
    try {
      if (runs) {
        Files.deleteIfExists(ports());
      }
      if (lock != null) {
        lock.acquiredBy().close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(root + ": cannot be unlocked", e);
    }
  }
}
