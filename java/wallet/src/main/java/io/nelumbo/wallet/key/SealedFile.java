package io.nelumbo.wallet.key;

import io.nelumbo.wallet.WalletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
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
 * A secret at rest: encrypted under a password with Argon2id (RFC 9106) and ChaCha20-Poly1305 (RFC
 * 8439), in one file of mode 0600.
 *
 * <p>Layout, big-endian: magic of 8 characters ‖ u32 memory in KiB ‖ u32 passes ‖ u32 lanes ‖ salt
 * 16 ‖ nonce 12 ‖ ciphertext of the content with its tag. Everything before the ciphertext is
 * associated data, the magic too: a file of one kind cannot stand in for another. A file that asks
 * for less work than the minimum is refused, so that nobody can weaken one; one that asks for more
 * than the maximum is refused before the memory is taken.
 *
 * @param magic eight characters that begin the file
 * @param title what the file is, for messages
 * @param minBytes shortest content
 * @param maxBytes longest content
 */
record SealedFile(String magic, String title, int minBytes, int maxBytes) {
  private static final int MAGIC_BYTES = 8;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEADER_BYTES = MAGIC_BYTES + 3 * 4 + SALT_BYTES + NONCE_BYTES;
  private static final int MEMORY_KIB = 64 * 1024;
  private static final int MAX_MEMORY_KIB = 1024 * 1024;
  private static final int PASSES = 3;
  private static final int MAX_PASSES = 64;
  private static final int LANES = 1;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Writes a new file; an existing one is never replaced. About 0.2 s.
   *
   * @param content wiped by the caller, as is the password
   */
  void create(Path file, byte[] content, char[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_BYTES).put(magic.getBytes(StandardCharsets.US_ASCII));
    header.putInt(MEMORY_KIB).putInt(PASSES).putInt(LANES).put(salt).put(nonce);
    try {
      byte[] sealed = crypt(Cipher.ENCRYPT_MODE, header.array(), content, password);
      writeNew(
          file, ByteBuffer.allocate(HEADER_BYTES + sealed.length).put(header.array()).put(sealed));
    } catch (AEADBadTagException e) {
      throw new AssertionError("encryption checks no tag", e);
    }
  }

  /**
   * Opens a file; the caller wipes the content.
   *
   * @throws WalletException for a wrong password, a damaged file, weak parameters, a symbolic link,
   *     or a mode that lets others read it
   */
  byte[] open(Path file, char[] password) {
    byte[] bytes = read(file);
    if (bytes.length < HEADER_BYTES + minBytes + TAG_BYTES || bytes.length > maxLength()) {
      throw new WalletException(
          file + " is not a " + title + ": it has " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] begin = new byte[MAGIC_BYTES];
    in.get(begin);
    if (!Arrays.equals(begin, magic.getBytes(StandardCharsets.US_ASCII))) {
      throw new WalletException(
          file + " is not a " + title + ": its first 8 bytes are not " + magic);
    }
    checkRange(file, "memory", in.getInt(), MEMORY_KIB, MAX_MEMORY_KIB);
    checkRange(file, "passes", in.getInt(), PASSES, MAX_PASSES);
    checkRange(file, "lanes", in.getInt(), LANES, LANES);
    byte[] header = Arrays.copyOf(bytes, HEADER_BYTES);
    byte[] sealed = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    try {
      return crypt(Cipher.DECRYPT_MODE, header, sealed, password);
    } catch (AEADBadTagException e) {
      throw new WalletException("the password is wrong, or " + file + " is damaged", e);
    }
  }

  private int maxLength() {
    return HEADER_BYTES + maxBytes + TAG_BYTES;
  }

  private static byte[] crypt(int mode, byte[] header, byte[] content, char[] password)
      throws AEADBadTagException {
    ByteBuffer in = ByteBuffer.wrap(header, MAGIC_BYTES, HEADER_BYTES - MAGIC_BYTES);
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
    byte[] bytes = utf8(password);
    argon.generateBytes(bytes, key);
    Arrays.fill(bytes, (byte) 0);
    return key;
  }

  private static byte[] utf8(char[] text) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Arrays.fill(encoded.array(), (byte) 0);
    return bytes;
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

  private byte[] read(Path file) {
    try {
      if (Files.isSymbolicLink(file)) {
        throw new WalletException(file + " is a symbolic link; name the key file itself");
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new WalletException(
            "there is no " + title + " at " + file + "; make one with: nelumbo wallet new");
      }
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
        throw new WalletException(file + " can be read by others; run: chmod 600 " + file);
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer bytes = ByteBuffer.allocate(maxLength() + 1);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return Arrays.copyOf(bytes.array(), bytes.position());
      }
    } catch (IOException e) {
      throw new WalletException("the " + title + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void writeNew(Path file, ByteBuffer content) {
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
    } catch (FileAlreadyExistsException e) {
      throw new WalletException(file + " exists already; it is never overwritten", e);
    } catch (IOException e) {
      throw new WalletException("the " + title + " cannot be written: " + e.getMessage(), e);
    } finally {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        throw new WalletException("the temporary file " + temporary + " cannot be removed", e);
      }
    }
  }
}
