package io.nelumbo.prover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.circuits.CircuitException;
import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.ProvingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key files that are missing, damaged, of another circuit, or wanted by several at once. */
class KeyCacheTest {
  private static final CircuitId CIRCUIT = CircuitId.TRANSFER_1X2;

  private final CircuitLibrary circuits = CircuitLibrary.load();

  @TempDir Path folder;

  @Test
  void open_makesTheFileOnce() throws Exception {
    Path file = make(folder.resolve("a/b"));
    assertThat(file.getFileName().toString())
        .isEqualTo("transfer-1x2-" + circuits.fingerprint(CIRCUIT.id()) + ".pk");
    Object inode = Files.getAttribute(file, "unix:ino");
    assertThat(make(folder.resolve("a/b"))).isEqualTo(file);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void open_damagedFile_isMadeAgain() throws Exception {
    Path file = make(folder);
    byte[] good = Files.readAllBytes(file);
    // Magic, counts, the verifying key's hash, the digest, the section table, points, the end.
    for (int at : new int[] {0, 8, 20, 30, 80, 128, 200, 1000, good.length / 2, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 0x40;
      assertMadeAgain(file, good, bad, "byte " + at + " changed");
    }
    for (int length : new int[] {0, 1, 191, 192, 700, good.length / 2, good.length - 1}) {
      assertMadeAgain(file, good, Arrays.copyOf(good, length), "cut to " + length);
    }
    assertMadeAgain(file, good, Arrays.copyOf(good, good.length + 1), "one byte more");
  }

  private void assertMadeAgain(Path file, byte[] good, byte[] bad, String what) throws IOException {
    Files.write(file, bad);
    try (ProvingKey key = new KeyCache(folder, circuits).open(CIRCUIT)) {
      assertThat(key.info().fileBytes()).as(what).isEqualTo(good.length);
    }
    assertThat(Files.readAllBytes(file)).as(what).isEqualTo(good);
    assertThat(files()).as(what).containsExactly(file);
  }

  @Test
  void open_keyOfAnotherCircuit() throws Exception {
    Path file = make(folder);
    circuits.writeDevelopmentKey(CircuitId.TRANSFER_2X2.id(), "", file);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> new KeyCache(folder, circuits).open(CIRCUIT))
        .isInstanceOf(ProverException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(circuits.fingerprint(CircuitId.TRANSFER_2X2.id()))
        .hasMessageContaining("delete it");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    Files.delete(file);
    assertThat(make(folder)).isEqualTo(file);
  }

  @Test
  void open_labels() {
    KeyCache named = new KeyCache(folder, circuits, "another");
    try (ProvingKey key = named.open(CIRCUIT);
        ProvingKey plain = new KeyCache(folder, circuits).open(CIRCUIT)) {
      assertThat(key.fingerprint()).isEqualTo(plain.fingerprint());
      assertThat(key.verifyingKeyHash()).isNotEqualTo(plain.verifyingKeyHash());
    }
    for (String bad : new String[] {"Another", "a b", "../up", "a\0b", "a".repeat(33)}) {
      assertThatThrownBy(() -> new KeyCache(folder, circuits, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("label");
    }
  }

  @Test
  void open_folderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    KeyCache cache = new KeyCache(file.resolve("keys"), circuits);
    assertThatThrownBy(() -> cache.open(CIRCUIT))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining("key folder")
        .hasMessageContaining(file.toString());
  }

  @Test
  void open_missingFile_bySeveralThreads() throws Exception {
    for (int round = 0; round < 5; round++) {
      openAtOnce(0);
      assertThat(files()).hasSize(1);
      Files.delete(files().getFirst());
    }
  }

  @Test
  void open_damagedFile_bySeveralThreads() throws Exception {
    Path file = make(folder);
    byte[] good = Files.readAllBytes(file);
    for (int round = 0; round < 10; round++) {
      byte[] bad = good.clone();
      bad[1000 + round] ^= 1;
      Files.write(file, bad);
      openAtOnce(5L * round);
      assertThat(files()).containsExactly(file);
      assertThat(Files.readAllBytes(file)).isEqualTo(good);
    }
  }

  @Test
  void open_damagedFile_isNeverMissingForOthers() throws Exception {
    Path file = make(folder);
    byte[] bad = Files.readAllBytes(file);
    bad[1000] ^= 1;
    Files.write(file, bad);
    AtomicBoolean opened = new AtomicBoolean();
    AtomicBoolean missing = new AtomicBoolean();
    Thread watcher =
        Thread.ofPlatform()
            .start(() -> {
              while (!opened.get()) {
                missing.compareAndSet(false, Files.notExists(file));
              }
            });
    try {
      new KeyCache(folder, circuits).open(CIRCUIT).close();
    } finally {
      opened.set(true);
      watcher.join();
    }
    assertThat(missing).isFalse();
  }

  /** Four threads open the key, each a little after the one before, and get the same one. */
  private void openAtOnce(long millisApart) throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    KeyCache shared = new KeyCache(folder, circuits);
    Callable<Bytes32> open =
        () -> {
          Thread.sleep(millisApart * start.await());
          try (ProvingKey key = shared.open(CIRCUIT)) {
            return key.verifyingKeyHash();
          }
        };
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Bytes32> hashes = new ArrayList<>();
      for (Future<Bytes32> opened : pool.invokeAll(List.of(open, open, open, open))) {
        hashes.add(opened.get());
      }
      assertThat(hashes).hasSize(threads).containsOnly(hashes.getFirst());
    }
  }

  private Path make(Path in) throws IOException {
    new KeyCache(in, circuits).open(CIRCUIT).close();
    try (Stream<Path> files = Files.list(in)) {
      return files.toList().getFirst();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
