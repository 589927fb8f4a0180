package io.nelumbo.wallet;

import io.nelumbo.core.key.Address;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.wallet.key.AccountKeys;
import io.nelumbo.wallet.key.KeyFile;
import io.nelumbo.wallet.key.Mnemonic;
import io.nelumbo.wallet.key.ViewingKeyFile;
import io.nelumbo.wallet.key.ViewingKeys;
import io.nelumbo.wallet.key.ViewingKind;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Optional;

/** The keys of an open wallet: all of an account's, or a viewing key and the network it is for. */
final class WalletKeys implements AutoCloseable {
  private final Optional<AccountKeys> account;
  private final ViewingKeys view;
  private final Optional<NetworkKind> network;

  private WalletKeys(
      Optional<AccountKeys> account, ViewingKeys view, Optional<NetworkKind> network) {
    this.account = account;
    this.view = view;
    this.network = network;
  }

  static WalletKeys open(WalletFiles files, char[] password, int accountIndex) {
    if (Files.exists(files.viewingKeyFile(), LinkOption.NOFOLLOW_LINKS)) {
      ViewingKeyFile.Opened opened = ViewingKeyFile.open(files.viewingKeyFile(), password);
      return new WalletKeys(Optional.empty(), opened.keys(), Optional.of(opened.network()));
    }
    try (Mnemonic mnemonic = KeyFile.open(files.keyFile(), password)) {
      AccountKeys keys = AccountKeys.of(mnemonic, accountIndex);
      return new WalletKeys(Optional.of(keys), keys.view(), Optional.empty());
    }
  }

  /** Refuses a network of another kind than a viewing key is for. */
  void requireFor(NetworkKind kind) {
    if (network.isPresent() && network.get() != kind) {
      throw new WalletException(
          "this wallet's viewing key is for a network of kind "
              + word(network.get())
              + ", but the node's is of kind "
              + word(kind)
              + "; name another node");
    }
  }

  private static String word(NetworkKind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  Optional<ViewingKind> watchOnly() {
    return account.isPresent() ? Optional.empty() : Optional.of(view.kind());
  }

  ViewingKeys view() {
    return view;
  }

  /** The account's keys, or a refusal where there is only a viewing key. */
  AccountKeys spending() {
    return account.orElseThrow(() ->
        new WalletException(
            "this wallet only watches: it holds "
                + (view.kind() == ViewingKind.FULL ? "a full" : "an " + view.kind().word())
                + " viewing key, which cannot spend and shows no transparent account; restore the"
                + " wallet from its words to spend"));
  }

  Address address(long index) {
    if (!view.has(KeyPart.IVK)) {
      throw new WalletException("an outgoing viewing key has no addresses");
    }
    return view.address(index);
  }

  ViewingKeys viewingKey(ViewingKind kind) {
    return spending().viewingKey(kind);
  }

  @Override
  public void close() {
    view.close();
    account.ifPresent(AccountKeys::close);
  }
}
