package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The life of a handle, with an object that counts how often it was freed. */
class NativeHandleTest {
  private static final class Counted extends NativeHandle {
    final AtomicInteger freed = new AtomicInteger();
    final AtomicInteger users = new AtomicInteger();
    final AtomicBoolean freedInUse = new AtomicBoolean();

    Counted() {
      super(MemorySegment.ofAddress(8));
    }

    @Override
    String name() {
      return "counted object";
    }

    @Override
    void free(MemorySegment object) {
      freedInUse.set(users.get() != 0);
      freed.incrementAndGet();
    }
  }

  @Test
  void close_twice() {
    Counted handle = new Counted();
    handle.close();
    handle.close();
    assertThat(handle.freed).hasValue(1);
  }

  @Test
  void use_afterClose() {
    Counted handle = new Counted();
    try (NativeHandle.Use use = handle.use()) {
      assertThat(use.pointer().address()).isEqualTo(8);
    }
    handle.close();
    assertThatThrownBy(handle::use)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("counted object is closed");
  }

  @Test
  void close_waitsForUsers() throws InterruptedException {
    Counted handle = new Counted();
    NativeHandle.Use use = handle.use();
    Thread closer = Thread.ofPlatform().start(handle::close);
    closer.join(50);
    assertThat(closer.isAlive()).isTrue();
    assertThat(handle.freed).hasValue(0);
    assertThatThrownBy(handle::use).isInstanceOf(IllegalStateException.class);
    use.close();
    closer.join(10_000);
    assertThat(handle.freed).hasValue(1);
  }

  @Test
  void close_keepsTheInterrupt() throws InterruptedException {
    Counted handle = new Counted();
    NativeHandle.Use use = handle.use();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              handle.close();
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    closer.interrupt();
    closer.join(50);
    assertThat(handle.freed).hasValue(0);
    use.close();
    closer.join(10_000);
    assertThat(interrupted).isTrue();
    assertThat(handle.freed).hasValue(1);
  }

  @Test
  void useAndClose_fromEightThreads() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      Counted handle = new Counted();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        boolean closes = i < 2;
        threads.add(Thread.ofPlatform().start(() -> work(handle, start, closes)));
      }
      start.countDown();
      for (Thread thread : threads) {
        assertThat(thread.join(java.time.Duration.ofSeconds(10))).isTrue();
      }
      assertThat(handle.freed).hasValue(1);
      assertThat(handle.freedInUse).isFalse();
    }
  }

  private static void work(Counted handle, CountDownLatch start, boolean closes) {
    try {
      start.await(10, TimeUnit.SECONDS);
      for (int i = 0; i < 200 && !(closes && i == 100); i++) {
        try (NativeHandle.Use use = handle.use()) {
          handle.users.incrementAndGet();
          assertThat(use.pointer().address()).isEqualTo(8);
          handle.users.decrementAndGet();
        }
      }
      if (closes) {
        handle.close();
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
