package io.nelumbo.wallet;

import io.nelumbo.wallet.key.KeyFile;
import io.nelumbo.wallet.key.Mnemonic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** A wallet's folder: the encrypted key file and the file of what was scanned. */
public record WalletFiles(Path folder) {
  /** The mnemonic, encrypted. */
  public Path keyFile() {
    return folder.resolve("wallet.key");
  }

  /** Notes, tree and history. */
  public Path store() {
    return folder.resolve("wallet.db");
  }

  /** Makes a new wallet from a mnemonic; an existing one is never touched. */
  public void create(Mnemonic mnemonic, char[] password, SecureRandom random) {
    if (Files.exists(keyFile())) {
      throw new WalletException(
          keyFile() + " exists already; it is never overwritten. Use another --wallet folder");
    }
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new WalletException(
          "the wallet folder " + folder + " cannot be made: " + e.getMessage(), e);
    }
    KeyFile.create(keyFile(), mnemonic, password, random);
  }
}
