package io.nelumbo.node.consensus;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.Hex;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The Ed25519 key with which a node signs blocks. It is kept in a file of 64 hexadecimal digits
 * that only its owner may read; it is wiped from this object when closed, and never printed.
 */
public final class ProposerKey implements AutoCloseable {
  private static final int SEED = 32;
  private static final int FILE_BYTES = 2 * SEED + 1;

  private final byte[] seed;
  private final AccountKey account;

  private ProposerKey(byte[] seed) {
    this.seed = seed;
    byte[] point = new byte[AccountKey.LENGTH];
    Ed25519.generatePublicKey(seed, 0, point, 0);
    account = AccountKey.of(point);
  }

  /** Makes a key of 32 secret random bytes, of which it keeps a copy. */
  public static ProposerKey ofSeed(byte[] seed) {
    if (seed.length != SEED) {
      throw new IllegalArgumentException("a proposer key needs 32 bytes");
    }
    return new ProposerKey(seed.clone());
  }

  /**
   * Reads a key file.
   *
   * @throws IOException when it is missing, readable by others or not a key; the message says which
   */
  public static ProposerKey read(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      rights.removeAll(PosixFilePermissions.fromString("rwx------"));
      if (!rights.isEmpty()) {
        throw new IOException("the key file " + file + " is open to others: run chmod 600 on it");
      }
    }
    if (Files.size(file) > FILE_BYTES + 1) {
      throw notAKey(file);
    }
    byte[] text = Files.readAllBytes(file);
    try {
      String digits = new String(text, StandardCharsets.US_ASCII).strip();
      return new ProposerKey(Hex.decode("proposer key", digits, SEED));
    } catch (DecodeException e) {
      throw notAKey(file);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Writes this key to a new file that only its owner may read. */
  public void write(Path file) throws IOException {
    byte[] text = (Hex.encode(seed) + "\n").getBytes(StandardCharsets.US_ASCII);
    FileAttribute<Set<PosixFilePermission>> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(file, owner);
      Files.write(file, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Returns the account that signs. */
  public AccountKey account() {
    return account;
  }

  /** Signs a block hash. */
  public Signature64 sign(Bytes32 message) {
    byte[] text = message.toByteArray();
    byte[] signature = new byte[Signature64.LENGTH];
    Ed25519.sign(seed, 0, text, 0, text.length, signature, 0);
    return Signature64.of(signature);
  }

  @Override
  public void close() {
    Arrays.fill(seed, (byte) 0);
  }

  @Override
  public String toString() {
    return "ProposerKey of " + account;
  }

  private static IOException notAKey(Path file) {
    return new IOException("the key file " + file + " does not hold 64 hexadecimal digits");
  }
}
