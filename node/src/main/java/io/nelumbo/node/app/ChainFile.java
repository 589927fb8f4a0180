package io.nelumbo.node.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A file of blocks (docs/protocol/chain.md 10): "NLBCHAIN" ‖ u16 1, then a section with the genesis
 * bytes and one for each block from height 1 on, each u32 length ‖ bytes ‖ u32 CRC-32C of length
 * and bytes; then u32 0 ‖ u64 number of blocks ‖ SHA-256 of everything before it.
 */
final class ChainFile {
  static final byte[] MAGIC = {'N', 'L', 'B', 'C', 'H', 'A', 'I', 'N', 0, 1};
  static final int HASH = 32;

  private ChainFile() {}

  static byte[] section(byte[] bytes) {
    ByteBuffer section = ByteBuffer.allocate(bytes.length + 8);
    section.putInt(bytes.length).put(bytes);
    section.putInt(checksum(bytes));
    return section.array();
  }

  static byte[] trailer(long blocks) {
    return ByteBuffer.allocate(12).putInt(0).putLong(blocks).array();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /** Reads a file from its beginning to its end. */
  static final class Reader implements AutoCloseable {
    private final Path file;
    private final DigestInputStream hashed;
    private final InputStream in;
    private long at;
    private long blocks = -1;

    Reader(Path file) throws IOException, DamageException {
      this.file = file;
      InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      hashed = new DigestInputStream(raw, sha256());
      in = hashed;
      try {
        if (!Arrays.equals(take(MAGIC.length), MAGIC)) {
          at = 0;
          throw damaged("is not an export of a chain in a version that this program reads");
        }
      } catch (IOException | DamageException e) {
        raw.close();
        throw e;
      }
    }

    /**
     * Returns the bytes of the next section, or empty bytes after the last one, when the whole file
     * has been checked.
     */
    byte[] next(int maxLength) throws IOException, DamageException {
      int length = ByteBuffer.wrap(take(4)).getInt();
      if (length == 0 && blocks >= 0) {
        checkEnd();
        return new byte[0];
      }
      if (length <= 0 || length > maxLength) {
        throw damaged("names a length of " + Integer.toUnsignedString(length));
      }
      byte[] bytes = take(length);
      if (ByteBuffer.wrap(take(4)).getInt() != checksum(bytes)) {
        throw damaged("does not match its checksum");
      }
      blocks++;
      return bytes;
    }

    private void checkEnd() throws IOException, DamageException {
      if (ByteBuffer.wrap(take(8)).getLong() != blocks) {
        throw damaged("names another number of blocks than the file has");
      }
      byte[] expected = hashed.getMessageDigest().digest();
      if (!Arrays.equals(take(HASH), expected)) {
        throw damaged("does not match the file");
      }
      if (in.read() >= 0) {
        throw damaged("is not the end");
      }
    }

    /** Reads so many bytes; memory grows with what is there, not with what a length claims. */
    private byte[] take(int length) throws IOException, DamageException {
      byte[] bytes = in.readNBytes(length);
      at += bytes.length;
      if (bytes.length < length) {
        throw damaged("is cut off");
      }
      return bytes;
    }

    private DamageException damaged(String what) {
      return new DamageException(
          file + ": what ends before byte " + at + " " + what + "; make the export again");
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
