package io.nelumbo.wallet.key;

import io.nelumbo.wallet.WalletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A mnemonic at rest: encrypted under a password with Argon2id (RFC 9106) and ChaCha20-Poly1305
 * (RFC 8439), in one file of mode 0600.
 *
 * <p>Layout, big-endian: magic {@code NLBKEYF1} ‖ u32 memory in KiB ‖ u32 passes ‖ u32 lanes ‖ salt
 * 16 ‖ nonce 12 ‖ ciphertext of the entropy with its tag. Everything before the ciphertext is
 * associated data. A file that asks for less work than the minimum is refused, so that nobody can
 * weaken one; one that asks for more than the maximum is refused before the memory is taken.
 */
public final class KeyFile {
  private static final byte[] MAGIC = "NLBKEYF1".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEADER_BYTES = 8 + 3 * 4 + SALT_BYTES + NONCE_BYTES;
  private static final int MAX_BYTES = HEADER_BYTES + 32 + TAG_BYTES;
  private static final int MEMORY_KIB = 64 * 1024;
  private static final int MAX_MEMORY_KIB = 1024 * 1024;
  private static final int PASSES = 3;
  private static final int MAX_PASSES = 64;
  private static final int LANES = 1;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private KeyFile() {}

  /**
   * Writes a new key file; an existing file is never replaced. About 0.2 s.
   *
   * @param password wiped by the caller
   */
  public static void create(Path file, Mnemonic mnemonic, char[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC);
    header.putInt(MEMORY_KIB).putInt(PASSES).putInt(LANES).put(salt).put(nonce);
    byte[] entropy = mnemonic.entropy();
    try {
      byte[] sealed = crypt(Cipher.ENCRYPT_MODE, header.array(), entropy, password);
      writeNew(
          file, ByteBuffer.allocate(HEADER_BYTES + sealed.length).put(header.array()).put(sealed));
    } catch (AEADBadTagException e) {
      throw new AssertionError("encryption checks no tag", e);
    } finally {
      Arrays.fill(entropy, (byte) 0);
    }
  }

  /**
   * Opens a key file.
   *
   * @throws WalletException for a wrong password, a damaged file, weak parameters, a symbolic link,
   *     or a mode that lets others read it
   */
  public static Mnemonic open(Path file, char[] password) {
    byte[] bytes = read(file);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] magic = new byte[MAGIC.length];
    if (bytes.length < HEADER_BYTES + 16 + TAG_BYTES || bytes.length > MAX_BYTES) {
      throw new WalletException(
          file + " is not a wallet key file: it has " + bytes.length + " bytes");
    }
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new WalletException(
          file + " is not a wallet key file: its first 8 bytes are not NLBKEYF1");
    }
    checkRange(file, "memory", in.getInt(), MEMORY_KIB, MAX_MEMORY_KIB);
    checkRange(file, "passes", in.getInt(), PASSES, MAX_PASSES);
    checkRange(file, "lanes", in.getInt(), LANES, LANES);
    byte[] header = Arrays.copyOf(bytes, HEADER_BYTES);
    byte[] sealed = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    byte[] entropy;
    try {
      entropy = crypt(Cipher.DECRYPT_MODE, header, sealed, password);
    } catch (AEADBadTagException e) {
      throw new WalletException("the password is wrong, or " + file + " is damaged", e);
    }
    try {
      return Mnemonic.ofEntropy(entropy);
    } catch (IllegalArgumentException e) {
      throw new WalletException(file + " is damaged: " + e.getMessage(), e);
    } finally {
      Arrays.fill(entropy, (byte) 0);
    }
  }

  private static byte[] crypt(int mode, byte[] header, byte[] content, char[] password)
      throws AEADBadTagException {
    ByteBuffer in = ByteBuffer.wrap(header, MAGIC.length, HEADER_BYTES - MAGIC.length);
    int memoryKib = in.getInt();
    int passes = in.getInt();
    int lanes = in.getInt();
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    in.get(salt).get(nonce);
    byte[] key = stretch(password, salt, memoryKib, passes, lanes);
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
      cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
      cipher.updateAAD(header);
      return cipher.doFinal(content);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform of this version has ChaCha20-Poly1305", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] stretch(
      char[] password, byte[] salt, int memoryKib, int passes, int lanes) {
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] key = new byte[32];
    argon.generateBytes(password, key);
    return key;
  }

  private static void checkRange(Path file, String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new WalletException(
          file
              + " asks for Argon2id "
              + name
              + " of "
              + Integer.toUnsignedString(value)
              + "; allowed are "
              + least
              + " to "
              + most);
    }
  }

  private static byte[] read(Path file) {
    try {
      if (Files.isSymbolicLink(file)) {
        throw new WalletException(file + " is a symbolic link; name the key file itself");
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new WalletException(
            "there is no wallet key file at " + file + "; make one with: nelumbo wallet new");
      }
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
        throw new WalletException(file + " can be read by others; run: chmod 600 " + file);
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES + 1);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return Arrays.copyOf(bytes.array(), bytes.position());
      }
    } catch (IOException e) {
      throw new WalletException("the wallet key file cannot be read: " + e.getMessage(), e);
    }
  }

  private static void writeNew(Path file, ByteBuffer content) {
    content.flip();
    Path temporary = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.deleteIfExists(temporary);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
              PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
        while (content.hasRemaining()) {
          channel.write(content);
        }
        channel.force(true);
      }
      // A hard link fails when the name exists: unlike a rename it can never replace a wallet.
      Files.createLink(file, temporary);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new WalletException(file + " exists already; it is never overwritten", e);
    } catch (IOException e) {
      throw new WalletException("the wallet key file cannot be written: " + e.getMessage(), e);
    } finally {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        throw new WalletException("the temporary file " + temporary + " cannot be removed", e);
      }
    }
  }
}
