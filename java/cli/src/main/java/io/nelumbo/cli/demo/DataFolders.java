package io.nelumbo.cli.demo;

import io.nelumbo.node.app.ConfigException;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the data folders of nodes; given by the command line. */
public interface DataFolders {
  /** The first node's, which makes the network. */
  void create(Path data) throws IOException, ConfigException;

  /** That of a node that joins through a peer. */
  void join(Path data, Path genesis, String peer) throws IOException, ConfigException;
}
