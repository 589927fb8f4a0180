package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys and witness buffers: closed twice, used after close, from eight threads, and made from bad
 * bytes.
 */
class KeyHandleTest {
  @TempDir Path folder;

  private static void assertClosed(Runnable use, String name) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(name + " is closed");
  }

  @Test
  void provingKey_afterClose() {
    ProvingKey key = ProvingKey.open(DevelopmentKey.KEY);
    key.close();
    key.close();
    assertClosed(key::verifyingKeyBytes, "proving key");
    assertClosed(() -> WitnessBuffer.of(key), "proving key");
  }

  @Test
  void witness_afterClose() {
    try (ProvingKey key = ProvingKey.open(DevelopmentKey.KEY);
        NativeContext context = NativeContext.open(1)) {
      WitnessBuffer witness = WitnessBuffer.of(key);
      witness.close();
      witness.close();
      assertClosed(witness::addressW, "witness buffer");
      assertClosed(() -> witness.write(w -> {}), "witness buffer");
      assertClosed(
          () -> Groth16.prove(context, key, witness, new ProveControl()), "witness buffer");
    }
  }

  @Test
  void verifyingKey_afterClose() {
    VerifyingKey key = VerifyingKey.open(verifyingKeyBytes());
    key.close();
    key.close();
    byte[] inputs = new byte[32 * key.publicInputs()];
    assertClosed(() -> key.verify(new byte[192], inputs), "verifying key");
  }

  private static byte[] verifyingKeyBytes() {
    try (ProvingKey key = ProvingKey.open(DevelopmentKey.KEY)) {
      return key.verifyingKeyBytes();
    }
  }

  @Test
  void verifyingKey_closedWhileEightThreadsVerify() throws InterruptedException {
    byte[] bytes = verifyingKeyBytes();
    for (int round = 0; round < 5; round++) {
      VerifyingKey key = VerifyingKey.open(bytes);
      byte[] inputs = new byte[32 * key.publicInputs()];
      try (ExecutorService threads = Executors.newFixedThreadPool(9)) {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
          tasks.add(() -> key.verify(new byte[192], inputs));
        }
        tasks.add(
            16,
            () -> {
              key.close();
              return false;
            });
        for (Future<Boolean> task : threads.invokeAll(tasks)) {
          assertFalseOrClosed(task);
        }
      }
      assertClosed(() -> key.verify(new byte[192], inputs), "verifying key");
    }
  }

  private static void assertFalseOrClosed(Future<Boolean> task) throws InterruptedException {
    try {
      assertThat(task.get()).isFalse();
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void witness_closeWaitsForTheSolver() throws InterruptedException {
    try (ProvingKey key = ProvingKey.open(DevelopmentKey.KEY)) {
      WitnessBuffer witness = WitnessBuffer.of(key);
      Thread[] closer = new Thread[1];
      witness.write(buffer -> {
        closer[0] = Thread.ofPlatform().start(witness::close);
        try {
          closer[0].join(50);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        assertThat(closer[0].isAlive()).isTrue();
      });
      closer[0].join(10_000);
      assertThat(closer[0].isAlive()).isFalse();
    }
  }

  private static void assertBadKey(String what, Runnable open) {
    assertThatThrownBy(open::run, what)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.status()).isIn(EngineStatus.BAD_KEY, EngineStatus.BAD_ENCODING));
  }

  @Test
  void provingKey_badFiles() throws IOException {
    byte[] good = Files.readAllBytes(DevelopmentKey.KEY);
    assertBadKey("missing", () -> ProvingKey.open(folder.resolve("missing.key")));
    assertBadKey("folder", () -> ProvingKey.open(folder));
    assertBadKey("empty", () -> ProvingKey.open(write(new byte[0])));
    assertBadKey("short header", () -> ProvingKey.open(write(Arrays.copyOf(good, 191))));
    assertBadKey("cut", () -> ProvingKey.open(write(Arrays.copyOf(good, good.length - 1))));
    assertBadKey(
        "trailing byte", () -> ProvingKey.open(write(Arrays.copyOf(good, good.length + 1))));
    // magic, version, curve, domain, wires, public inputs, constraints (a count above the domain),
    // verifying key hash,
    // sections, size, digest, table, content
    for (int offset : new int[] {0, 8, 12, 16, 24, 32, 46, 80, 116, 120, 128, 192, 5000}) {
      byte[] changed = good.clone();
      changed[offset] ^= 1;
      assertBadKey("byte " + offset, () -> ProvingKey.open(write(changed)));
    }
    try (ProvingKey key = ProvingKey.open(write(good))) {
      assertThat(key.info().curve()).isEqualTo(Curve.BLS12_381);
    }
  }

  private Path write(byte[] content) {
    try {
      return Files.write(folder.resolve("test.key"), content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void verifyingKey_badBytes() {
    byte[] good = verifyingKeyBytes();
    assertBadKey("empty", () -> VerifyingKey.open(new byte[0]));
    for (int length = 0; length < good.length; length += 11) {
      byte[] cut = Arrays.copyOf(good, length);
      assertBadKey("length " + length, () -> VerifyingKey.open(cut));
    }
    assertBadKey("trailing byte", () -> VerifyingKey.open(Arrays.copyOf(good, good.length + 1)));
    for (int offset : new int[] {0, 8, 12, 16, 20, 70, 160, 300, good.length - 1}) {
      byte[] changed = good.clone();
      changed[offset] ^= 1;
      assertBadKey("byte " + offset, () -> VerifyingKey.open(changed));
    }
    byte[] identity = good.clone();
    Arrays.fill(identity, 16, 64, (byte) 0);
    identity[16] = (byte) 0xc0;
    assertBadKey("alpha is the identity", () -> VerifyingKey.open(identity));
    byte[] gammaIsDelta = good.clone();
    System.arraycopy(good, 16 + 48 + 96, gammaIsDelta, 16 + 48 + 2 * 96, 96);
    assertBadKey("gamma is delta", () -> VerifyingKey.open(gammaIsDelta));
  }
}
