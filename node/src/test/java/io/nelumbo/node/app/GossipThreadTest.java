package io.nelumbo.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GossipThreadTest {

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Test
  void failingTask_doesNotStopTheNext() throws Exception {
    try (GossipThread thread = new GossipThread(failures::add)) {
      thread.execute(() -> {
        throw new IllegalStateException("on purpose");
      });
      CompletableFuture<Boolean> next = new CompletableFuture<>();
      thread.execute(() -> next.complete(true));
      assertThat(next.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void errorOfTheMachine_isTold() throws Exception {
    Error broken = new StackOverflowError("on purpose");
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    try (GossipThread thread = new GossipThread(told::complete)) {
      thread.every(() -> {
        throw broken;
      });
      assertThat(told.get(20, TimeUnit.SECONDS)).isSameAs(broken);
    }
  }
}
