package io.nelumbo.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Both stores keep the same promises; the one on disk also over a restart. */
class KeyValueStoreTest {
  private final Arb arb = Arb.seeded("KeyValueStoreTest");

  @TempDir Path folder;

  @Test
  void bothStoresAgreeWithAMapOverRandomBatches() {
    try (RocksStore disk = RocksStore.open(folder);
        MemoryStore memory = new MemoryStore()) {
      TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
      for (int i = 0; i < 50; i++) {
        StoreBatch batch = new StoreBatch();
        for (int j = 0; j < 20; j++) {
          byte[] key = {7, (byte) arb.below(4), (byte) arb.below(256)};
          if (arb.below(3) == 0) {
            batch.delete(key);
            model.remove(key);
          } else {
            byte[] value = arb.bytes(1 + arb.below(40));
            batch.put(key, value);
            model.put(key, value);
          }
        }
        disk.write(batch);
        memory.write(batch);
      }
      for (KeyValueStore store : List.of(disk, memory)) {
        assertThat(dump(store, new byte[] {7})).isEqualTo(dump(model, new byte[] {7}));
        assertThat(dump(store, new byte[] {7, 2})).isEqualTo(dump(model, new byte[] {7, 2}));
        model.forEach((key, value) -> assertThat(store.get(key)).isEqualTo(value));
        assertThat(store.get(new byte[] {9})).isNull();
      }
    }
  }

  @Test
  void keepsBatchesOverARestart() {
    try (RocksStore store = RocksStore.open(folder)) {
      put(store, 1, 11);
    }
    try (RocksStore store = RocksStore.open(folder)) {
      assertThat(store.get(new byte[] {1})).containsExactly(11);
    }
  }

  @Test
  void aScanStopsWhenItsVisitorSaysSo() {
    try (MemoryStore store = new MemoryStore()) {
      put(store, 1, 1);
      put(store, 2, 2);
      List<Integer> seen = new ArrayList<>();
      store.scan(
          new byte[0],
          (key, value) -> {
            seen.add((int) key[0]);
            return seen.size() < 2;
          });
      assertThat(seen).containsExactly(0, 1);
    }
  }

  @Test
  void refusesUseAfterCloseAndClosesTwice() {
    RocksStore store = RocksStore.open(folder);
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get(new byte[] {1}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> put(store, 1, 1)).isInstanceOf(StoreException.class);
  }

  @Test
  void refusesASecondProcessOnTheSameFolder() {
    try (RocksStore store = RocksStore.open(folder)) {
      assertThat(store.get(new byte[] {1})).isNull();
      assertThatThrownBy(() -> RocksStore.open(folder))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another process");
    }
  }

  @Test
  void refusesAnotherFormatAndAForeignStore() {
    try (RocksStore store = RocksStore.open(folder)) {
      StoreBatch batch = new StoreBatch();
      batch.put(new byte[] {0}, new byte[] {'n', 'l', 'b', 2});
      store.write(batch);
    }
    assertThatThrownBy(() -> RocksStore.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another format");
    try (RocksDB foreign = RocksDB.open(folder.resolve("foreign").toString())) {
      foreign.put(new byte[] {5}, new byte[] {5});
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    }
    assertThatThrownBy(() -> RocksStore.open(folder.resolve("foreign")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not made by this program");
  }

  @Test
  void saysThatADamagedStoreIsCorrupt() throws IOException {
    try (RocksStore store = RocksStore.open(folder)) {
      put(store, 1, 1);
    }
    try (var files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("MANIFEST")).toList()) {
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
      }
    }
    assertThatThrownBy(() -> RocksStore.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("corrupt");
  }

  @Test
  void saysThatTheDiskIsFull() {
    RocksDBException full =
        new RocksDBException(
            "While appending", new Status(Status.Code.IOError, Status.SubCode.NoSpace, "x"));
    assertThat(RocksStore.failure(folder, "write", full)).hasMessageContaining("disk is full");
  }

  @Test
  void refusesAFolderThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> RocksStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("data folder");
  }

  private static void put(KeyValueStore store, int key, int value) {
    StoreBatch batch = new StoreBatch();
    batch.put(new byte[] {(byte) key}, new byte[] {(byte) value});
    store.write(batch);
  }

  private static List<String> dump(KeyValueStore store, byte[] prefix) {
    List<String> lines = new ArrayList<>();
    store.scan(prefix, (key, value) -> lines.add(line(key, value)));
    return lines;
  }

  private static List<String> dump(TreeMap<byte[], byte[]> model, byte[] prefix) {
    return model.entrySet().stream()
        .filter(entry -> Prefixes.startsWith(entry.getKey(), prefix))
        .map(entry -> line(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String line(byte[] key, byte[] value) {
    return Arrays.toString(key) + Arrays.toString(value);
  }
}
