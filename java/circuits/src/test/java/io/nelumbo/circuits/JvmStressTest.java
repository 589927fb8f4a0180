package io.nelumbo.circuits;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.circuits.Statements.Statement;
import io.nelumbo.engine.ProvingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Go's runtime and the JVM share signals, stacks and threads: eight threads solve, hand in what is
 * malformed, collect garbage, meet implicit null checks and overflow their stacks, all at once.
 * Every result must be right during it and afterwards. libjsig must not be preloaded: it breaks
 * this sharing. {@code -Dnelumbo.stress=N} runs for N seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JvmStressTest {
  private static final int THREADS = 8;
  private static final long NANOS =
      TimeUnit.SECONDS.toNanos(Integer.getInteger("nelumbo.stress", 5));
  private static final int NULL_EVERY = 1 << 14;

  private enum Act {
    SOLVE,
    MALFORMED,
    FALSE_STATEMENT,
    SHORT_LIVED_THREAD,
    GARBAGE,
    COLLECT,
    NULL_CHECK,
    STACK_OVERFLOW
  }

  /** A true statement of circuit 2 and what solving it gives. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Solved(byte[] assignment, byte[] content) {}

  private final long seed = Long.getLong("nelumbo.seed", System.nanoTime());
  private final CircuitLibrary circuits = CircuitLibrary.load();
  private final List<Solved> expected = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Map<Act, LongAdder> done = new EnumMap<>(Act.class);
  private ProvingKey key;

  @BeforeAll
  void open(@TempDir Path folder) {
    System.out.println("JvmStressTest: repeat with -Dnelumbo.seed=" + seed);
    Path file = folder.resolve("key.pk");
    circuits.writeDevelopmentKey(2, "", file);
    key = ProvingKey.open(file);
    try (Solver solver = new Solver(circuits, 2, key)) {
      for (Statement statement : Statements.TRUE) {
        if (statement.circuit() == 2) {
          solver.solve(statement.assignment());
          expected.add(new Solved(statement.assignment(), solver.content()));
        }
      }
    }
    for (Act act : Act.values()) {
      done.put(act, new LongAdder());
    }
  }

  @AfterAll
  void close() {
    key.close();
  }

  @Test
  void libjsig_isNotPreloaded() throws IOException {
    String preloaded = System.getenv().getOrDefault("LD_PRELOAD", "");
    assertThat(preloaded).doesNotContain("libjsig");
    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain("libjsig");
  }

  @Test
  void everythingAtOnce() throws InterruptedException {
    assertThat(expected).hasSizeGreaterThan(10);
    long end = System.nanoTime() + NANOS;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      threads.add(Thread.ofPlatform().name("stress-" + i).start(() -> run(random, end)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("JvmStressTest: " + done);
    assertThat(failures).isEmpty();
    assertThat(done).allSatisfy((act, count) -> assertThat(count.sum()).as("%s", act).isPositive());
    try (Solver solver = new Solver(circuits, 2, key)) {
      expected.forEach(solved -> check(solver, solved));
    }
    for (int circuit : new int[] {1, 2}) {
      GnarkProof made = circuits.gnarkProve(circuit, Statements.of(circuit).assignment());
      assertThat(circuits.gnarkVerify(circuit, made.proof(), made.publicInputs())).isTrue();
    }
  }

  private void run(SplittableRandom random, long end) {
    try (Solver solver = new Solver(circuits, 2, key)) {
      while (System.nanoTime() < end && failures.isEmpty()) {
        Act act = draw(random);
        perform(act, solver, random);
        done.get(act).increment();
      }
    } catch (Throwable e) { // an Error in a thread must fail the test too
      failures.add(e);
    }
  }

  /** Every act is drawn as often; a collection of the whole heap, which halts all, is rarer. */
  private static Act draw(SplittableRandom random) {
    Act act = Act.values()[random.nextInt(Act.values().length)];
    return act == Act.COLLECT && random.nextInt(8) != 0 ? Act.SOLVE : act;
  }

  private void perform(Act act, Solver solver, SplittableRandom random)
      throws InterruptedException {
    switch (act) {
      case SOLVE -> check(solver, any(expected, random));
      case MALFORMED -> malformed(solver, random);
      case FALSE_STATEMENT -> falseStatement(solver, random);
      case SHORT_LIVED_THREAD -> shortLivedThread(any(expected, random));
      case GARBAGE -> garbage(random);
      case COLLECT -> System.gc();
      case NULL_CHECK -> nullCheck();
      case STACK_OVERFLOW -> stackOverflow();
    }
  }

  private static <T> T any(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }

  private static void check(Solver solver, Solved solved) {
    solver.solve(solved.assignment());
    if (!Arrays.equals(solver.content(), solved.content())) {
      throw new AssertionError("a system was solved wrongly");
    }
  }

  private void malformed(Solver solver, SplittableRandom random) {
    byte[] good = any(expected, random).assignment();
    byte[] bad =
        random.nextBoolean()
            ? Arrays.copyOf(good, random.nextInt(good.length))
            : withBytesAt(good, 32 * random.nextInt(2, 6) - 16);
    try {
      solver.solve(bad);
      throw new AssertionError("a malformed assignment was solved");
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("assignment: ");
    }
  }

  /** One of the head's field elements is no longer canonical. */
  private static byte[] withBytesAt(byte[] good, int at) {
    byte[] out = good.clone();
    Arrays.fill(out, at, at + 32, (byte) 0xff);
    return out;
  }

  private static void falseStatement(Solver solver, SplittableRandom random) {
    Statement statement = any(Statements.FALSE, random);
    if (statement.circuit() != 2) {
      return;
    }
    try {
      solver.solve(statement.assignment());
      throw new AssertionError("a false statement was solved");
    } catch (UnsatisfiedException e) {
      assertThat(e).hasMessageContaining("clause " + statement.broken().getFirst() + " ");
    }
  }

  /** A thread that Go has not seen before and that ends after one call. */
  private void shortLivedThread(Solved solved) throws InterruptedException {
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try (Solver own = new Solver(circuits, 2, key)) {
                check(own, solved);
              } catch (Throwable e) { // as in run
                failures.add(e);
              }
            });
    thread.join();
  }

  private static void garbage(SplittableRandom random) {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      kept.add(new byte[random.nextInt(1, 1 << 16)]);
    }
    assertThat(kept).hasSize(64);
  }

  /** Compiled code finds a rare null by a fault, which reaches the JVM's signal handler. */
  private static void nullCheck() {
    int[][] rows = new int[NULL_EVERY][];
    Arrays.fill(rows, new int[1]);
    rows[NULL_EVERY - 1] = null;
    int read = 0;
    try {
      for (int[] row : rows) {
        read += row.length;
      }
      throw new AssertionError("null was read");
    } catch (NullPointerException e) {
      assertThat(read).isEqualTo(NULL_EVERY - 1);
    }
  }

  private static void stackOverflow() {
    int[] depth = new int[1];
    try {
      descend(depth);
      throw new AssertionError("the stack has no end");
    } catch (StackOverflowError e) {
      assertThat(depth[0]).isGreaterThan(100);
    }
  }

  @SuppressWarnings("InfiniteRecursion") // until the stack ends
  private static void descend(int[] depth) {
    depth[0]++;
    descend(depth);
  }
}
