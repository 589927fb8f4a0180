package io.nelumbo.cli.campaign;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.api.v1.NodeStatus;
import io.nelumbo.node.app.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One node of the campaign: a data folder, and one process after another. */
final class CampaignNode implements AutoCloseable {
  private static final long START_SECONDS = 60;

  private final String name;
  private final Path data;
  private final NodeClient client;
  private volatile Process process;
  private volatile boolean up;

  /** The newest block that this node has shown to a client. */
  private long shownHeight;

  private String shownHash = "";

  CampaignNode(String name, Path data, int apiPort) throws ApiException {
    this.name = name;
    this.data = data;
    client = NodeClient.local(apiPort);
  }

  String name() {
    return name;
  }

  Path data() {
    return data;
  }

  NodeClient client() {
    return client;
  }

  /** Whether it can be talked to. */
  boolean up() {
    return up;
  }

  /** How a process is to end. */
  record Fate(KillPoint point, int times, Unsynced unsynced) {}

  /** Starts a process. */
  void start(Fate fate) throws IOException {
    Files.deleteIfExists(data.resolve(Ports.FILE));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KillableNode.class.getName(),
            data.toString(),
            fate.point.name(),
            Integer.toString(fate.times),
            fate.unsynced.name()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
  }

  Path log() {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  /** Waits until the API answers; returns false when the process ended before. Not {@link #up}. */
  boolean awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        return false;
      }
      if (Files.exists(data.resolve(Ports.FILE)) && answers()) {
        return true;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("node " + name + " did not start; see " + log());
  }

  /** It may be talked to: what it has of its own was looked at. */
  void open() {
    up = true;
  }

  private boolean answers() {
    try {
      return status().getHead().getHeight() >= 0;
    } catch (ApiException e) {
      return false;
    }
  }

  /** Asks for the status, and remembers the head as acknowledged. */
  NodeStatus status() throws ApiException {
    NodeStatus status = client.status();
    synchronized (this) {
      if (status.getHead().getHeight() > shownHeight) {
        shownHeight = status.getHead().getHeight();
        shownHash = status.getHead().getHash();
      }
    }
    return status;
  }

  /** The newest block that this node has shown, as height and hash; height 0 before any. */
  synchronized Map.Entry<Long, String> shown() {
    return Map.entry(shownHeight, shownHash);
  }

  /** Waits for the end of the process; returns its status, or -1 when it goes on. */
  int awaitEnd(long millis) throws InterruptedException {
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    up = up && !ended;
    return ended ? process.exitValue() : -1;
  }

  /** The processor time of the process so far. */
  long processorMillis() {
    return process.info().totalCpuDuration().map(java.time.Duration::toMillis).orElse(0L);
  }

  /** SIGKILL. */
  int kill() throws InterruptedException {
    up = false;
    process.destroyForcibly();
    return process.waitFor();
  }

  /** SIGTERM, and waits. */
  void stop() throws InterruptedException {
    up = false;
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() {
    client.close();
    if (process != null && process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }
}
