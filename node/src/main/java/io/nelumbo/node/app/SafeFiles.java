package io.nelumbo.node.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that are whole or absent, and files that only their owner may read. */
final class SafeFiles {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private SafeFiles() {}

  /** Writes UTF-8 text beside the file, syncs it and moves it into place. */
  static void write(Path path, String text) throws IOException {
    replace(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #write}, with mode 0600 from the first moment. */
  static void writeSecret(Path path, byte[] bytes) throws IOException {
    replace(path, bytes, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
  }

  private static void replace(Path path, byte[] bytes, FileAttribute<?>... attributes)
      throws IOException {
    Path part = path.resolveSibling(path.getFileName() + ".part");
    Files.deleteIfExists(part);
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(part, options, attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Refuses a secret that others may read. */
  static void requireOwnerOnly(Path path) throws IOException, ConfigException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new ConfigException(path + ": may be read by others; run: chmod 600 '" + path + "'");
    }
  }
}
