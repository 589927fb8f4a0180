package io.nelumbo.cli.campaign;

import io.nelumbo.node.app.Media;
import io.nelumbo.node.app.Node;
import io.nelumbo.node.app.NodeConfig;
import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.RocksStore;
import java.nio.file.Path;

/** The main of a child process: the real node on media that can end it. */
final class KillableNode {
  /** The exit status of a node that says that it cannot go on. */
  static final int FAILED = 3;

  private KillableNode() {}

  /**
   * Arguments: data folder, kill point, how often it is reached, what becomes of unsynced bytes.
   */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    KillSwitch killSwitch =
        new KillSwitch(KillPoint.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
    Media media =
        new Media(
            new KillDisk(Disk.SYSTEM, killSwitch, Unsynced.valueOf(arguments[3])),
            folder -> new KillStore(RocksStore.open(folder), killSwitch));
    Node node = Node.start(data, NodeConfig.read(data.resolve(NodeConfig.FILE)), media);
    killSwitch.started();
    Runtime.getRuntime().addShutdownHook(new Thread(node::close));
    System.err.println("FAILED: " + node.awaitFailure());
    System.exit(FAILED);
  }
}
