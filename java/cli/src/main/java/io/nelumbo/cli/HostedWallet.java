package io.nelumbo.cli;

import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.engine.SystemRandom;
import io.nelumbo.node.rpc.ApiExtension;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.chain.ChainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A wallet in a node's process, for whoever may read its token. It talks to the node through the
 * node's own API, as every wallet does, and has its proofs made in a child process.
 */
final class HostedWallet implements AutoCloseable {
  /** The name of the token's file in the node's data folder. */
  static final String TOKEN_FILE = "wallet.token";

  private final Path file;
  private final WalletApiService service = new WalletApiService();
  private final TokenGuard guard;
  private WalletOptions.@Nullable Session session;

  /** Writes a fresh token; the wallet is not open yet. */
  HostedWallet(Path data) throws IOException {
    String token = HexFormat.of().formatHex(SystemRandom.bytes(32));
    file = data.resolve(TOKEN_FILE);
    // A temporary file has mode 0600 from its first moment.
    Path draft = Files.createTempFile(data, TOKEN_FILE, ".part");
    Files.writeString(draft, token + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    guard = new TokenGuard(token);
  }

  /** The file with the token, mode 0600; it goes when the wallet is closed. */
  Path token() {
    return file;
  }

  /** What the node adds to its API. */
  ApiExtension extension() {
    ServerServiceDefinition guarded = ServerInterceptors.intercept(service, guard);
    return new ApiExtension() {
      @Override
      public ServerServiceDefinition service() {
        return guarded;
      }

      @Override
      public boolean loopbackOnly() {
        return true;
      }
    };
  }

  /** Unlocks the wallet on the node whose API is on this port; the password is wiped. */
  synchronized void open(WalletFiles files, char[] password, int port)
      throws ApiException, ChainException {
    WalletOptions.Session opened =
        WalletOptions.Session.open(files, password, NodeClient.local(port), new ProverOption());
    session = opened;
    service.serve(opened.wallet());
  }

  /** Locks the wallet when the call in progress is done. */
  @Override
  public synchronized void close() throws IOException {
    service.stop();
    if (session != null) {
      session.close();
      session = null;
    }
    Files.deleteIfExists(file);
  }
}
