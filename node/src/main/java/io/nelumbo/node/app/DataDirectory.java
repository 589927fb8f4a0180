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

  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Makes the folder (mode 0700) if it is not there, and locks it. */
  public static DataDirectory open(Path root) throws ConfigException {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new ConfigException(
            root + ": another node uses this data folder; stop it or choose another folder");
      }
      return new DataDirectory(root, channel, lock);
    } catch (IOException e) {
      throw new ConfigException(root + ": cannot be used as a data folder: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
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

  /** Removes what describes the running process, and unlocks. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(ports());
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException(root + ": cannot be unlocked", e);
    }
  }
}
