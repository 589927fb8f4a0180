package io.nelumbo.node.app;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which gossip runs. A task that fails is logged and does not stop the next; an
 * error of the machine is told to the node, which must stop.
 */
final class GossipThread implements Executor, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GossipThread.class);
  private static final long TICK_MILLIS = 100;

  private final Consumer<Throwable> failed;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().daemon().name("nelumbo-gossip").unstarted(task));

  GossipThread(Consumer<Throwable> failed) {
    this.failed = failed;
  }

  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      log.debug("dropped a gossip task, the node is stopping");
    }
  }

  void every(Runnable tick) {
    thread.scheduleWithFixedDelay(guarded(tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.error("a gossip task failed", e);
      } catch (Throwable e) {
        failed.accept(e);
        log.error("gossip stops: {}", e.toString(), e);
        throw e;
      }
    };
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
