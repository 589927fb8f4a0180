package io.nelumbo.node.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection with each address of the bootstrap list. Host names are looked up on the
 * dialer's own thread, never on an event loop.
 */
final class Dialer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Dialer.class);
  private static final long TICK_MILLIS = 100;

  private final List<DialTarget> targets;
  private final Connector connector;
  private final Predicate<String> connectedPeer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("nelumbo-dial").unstarted(task));

  /** Begins a connection; the target is told how it ends. */
  @FunctionalInterface
  interface Connector {
    void connect(InetSocketAddress address, DialTarget target);
  }

  /**
   * @param connectedPeer whether a peer id is connected already, whoever dialled
   */
  Dialer(List<DialTarget> targets, Connector connector, Predicate<String> connectedPeer) {
    this.targets = List.copyOf(targets);
    this.connector = connector;
    this.connectedPeer = connectedPeer;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::dialDue, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void dialDue() {
    for (DialTarget target : targets) {
      if (target.claim(connectedPeer)) {
        dial(target);
      }
    }
  }

  private void dial(DialTarget target) {
    InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
    if (address.isUnresolved()) {
      log.info("cannot dial {}: the host name is unknown", target);
      target.ended();
      return;
    }
    try {
      connector.connect(address, target);
    } catch (RuntimeException e) {
      log.debug("cannot dial {}", target, e);
      target.ended();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
