package io.nelumbo.node.net;

import io.nelumbo.node.app.ConfigException;
import io.nelumbo.node.app.NodeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fresh identities for tests. */
public final class Identities {

  private Identities() {}

  public static PeerIdentity fresh() {
    try {
      Path folder = Files.createTempDirectory("identity");
      return NodeIdentity.loadOrCreate(folder.resolve("peer.key"));
    } catch (IOException | ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}
