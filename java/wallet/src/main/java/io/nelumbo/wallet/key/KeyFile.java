package io.nelumbo.wallet.key;

import io.nelumbo.wallet.WalletException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/** A mnemonic at rest: its entropy in a {@link SealedFile} of magic {@code NLBKEYF1}. */
public final class KeyFile {
  private static final SealedFile FILE = new SealedFile("NLBKEYF1", "wallet key file", 16, 32);

  private KeyFile() {}

  /**
   * Writes a new key file; an existing file is never replaced. About 0.2 s.
   *
   * @param password wiped by the caller
   */
  public static void create(Path file, Mnemonic mnemonic, char[] password, SecureRandom random) {
    byte[] entropy = mnemonic.entropy();
    try {
      FILE.create(file, entropy, password, random);
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
    byte[] entropy = FILE.open(file, password);
    try {
      return Mnemonic.ofEntropy(entropy);
    } catch (IllegalArgumentException e) {
      throw new WalletException(file + " is damaged: " + e.getMessage(), e);
    } finally {
      Arrays.fill(entropy, (byte) 0);
    }
  }
}
