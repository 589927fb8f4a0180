package io.nelumbo.wallet;

import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.key.KeyFile;
import io.nelumbo.wallet.key.Mnemonic;
import io.nelumbo.wallet.key.ViewingKeyFile;
import io.nelumbo.wallet.store.WalletStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

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

  /** A viewing key, encrypted: such a wallet only watches. */
  public Path viewingKeyFile() {
    return folder.resolve("wallet.view");
  }

  /** Makes a new wallet from a mnemonic; an existing one is never touched. */
  public void create(Mnemonic mnemonic, char[] password, SecureRandom random) {
    begin();
    KeyFile.create(keyFile(), mnemonic, password, random);
  }

  /** Makes a new wallet that only watches; an existing one is never touched. */
  public void createWatchOnly(ViewingKeyFile.Opened key, char[] password, SecureRandom random) {
    begin();
    ViewingKeyFile.create(viewingKeyFile(), key, password, random);
  }

  /**
   * Binds a new wallet to a network before it talks to any node: a node that states anything else
   * is refused.
   */
  public void bind(Network network) {
    try (WalletStore store = WalletStore.open(store())) {
      store.setNetwork(network);
    }
  }

  private void begin() {
    for (Path file : List.of(keyFile(), viewingKeyFile())) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new WalletException(
            file + " exists already; it is never overwritten. Use another --wallet folder");
      }
    }
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new WalletException(
          "the wallet folder " + folder + " cannot be made: " + e.getMessage(), e);
    }
  }
}
