package io.nelumbo.cli;

import io.nelumbo.api.NodeClient;
import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.wallet.ProvingKeys;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.chain.ChainSource;
import io.nelumbo.wallet.key.Mnemonic;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Parts of the command line for the campaign of kills. */
public final class CampaignParts {
  private static final char[] PASSWORD = "campaign".toCharArray();

  private CampaignParts() {}

  /** Runs a command and returns its exit code. */
  public static int run(String... arguments) {
    return Main.commandLine().execute(arguments);
  }

  /** The chain as a node shows it. */
  public static ChainSource chain(NodeClient client) {
    return new NodeChain(client);
  }

  /** The keys that a prover with the user's key cache proves under. */
  public static ProvingKeys provingKeys() {
    return ProverOption.keysOf(KeyCache.ofUser(CircuitLibrary.load()));
  }

  /** Makes a wallet. */
  public static WalletFiles wallet(Path folder) {
    SecureRandom random = new SecureRandom();
    byte[] entropy = new byte[32];
    random.nextBytes(entropy);
    WalletFiles files = new WalletFiles(folder);
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      files.create(mnemonic, PASSWORD.clone(), random);
    }
    return files;
  }

  /** The password of that wallet. */
  public static char[] password() {
    return PASSWORD.clone();
  }

  /** The account of a wallet, for a genesis. */
  public static String account(WalletFiles files) {
    return WalletCommand.account(files, PASSWORD.clone(), NetworkKind.DEV);
  }
}
