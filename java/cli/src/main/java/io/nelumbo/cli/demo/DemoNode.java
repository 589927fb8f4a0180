package io.nelumbo.cli.demo;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.node.app.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One node of the demonstration, in a process of its own. */
final class DemoNode implements AutoCloseable {
  private static final long START_SECONDS = 60;

  private final String name;
  private final Path data;
  private final Path log;
  private final Process process;
  private final Ports ports;
  private final NodeClient client;

  private DemoNode(String name, Path data, Path log, Process process)
      throws ConfigException, ApiException, InterruptedException {
    this.name = name;
    this.data = data;
    this.log = log;
    this.process = process;
    this.ports = awaitPorts();
    this.client = NodeClient.local(ports.api());
  }

  /** Starts {@code nelumbo node run} with this process's own Java and class path. */
  static DemoNode start(String name, Path data, Path log)
      throws IOException, ConfigException, ApiException, InterruptedException {
    // A node that was killed leaves its file behind.
    Files.deleteIfExists(data.resolve(Ports.FILE));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.nelumbo.cli.Main",
            "node",
            "run",
            "--data",
            data.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
            .start();
    try {
      return new DemoNode(name, data, log, process);
    } catch (ConfigException | ApiException | RuntimeException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private Ports awaitPorts() throws ConfigException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline) {
      DemoException.require(
          process.isAlive(), "node " + name + " ended while starting; see " + log);
      if (Files.exists(data.resolve(Ports.FILE))) {
        return Ports.read(data);
      }
      Thread.sleep(20);
    }
    throw new DemoException(
        "node " + name + " did not start within " + START_SECONDS + " s; see " + log);
  }

  String name() {
    return name;
  }

  Ports ports() {
    return ports;
  }

  NodeClient client() {
    return client;
  }

  long pid() {
    return process.pid();
  }

  /** Whether the process has the Go library in its memory map. */
  boolean mapsCircuitLibrary() throws IOException {
    String map = Files.readString(Path.of("/proc", Long.toString(pid()), "maps"));
    DemoException.require(
        map.contains("libnelumbo.so"), "node " + name + " does not map the native library");
    return map.contains("libnelumbo_circuits");
  }

  /** Waits for a condition on this node. */
  void await(String what, Condition condition) throws ApiException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!condition.holds(client)) {
      DemoException.require(process.isAlive(), "node " + name + " ended; see " + log);
      DemoException.require(
          System.nanoTime() < deadline,
          "node "
              + name
              + " did not show within "
              + START_SECONDS
              + " s: "
              + what
              + "; see "
              + log);
      Thread.sleep(5);
    }
  }

  /** Something that a node's API can show. */
  interface Condition {
    boolean holds(NodeClient client) throws ApiException;
  }

  /** Ends the process with SIGKILL: it can save nothing. */
  void kill() throws InterruptedException {
    client.close();
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves the process running. */
  void abandon() {
    client.close();
  }
}
