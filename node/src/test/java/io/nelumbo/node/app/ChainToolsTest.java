package io.nelumbo.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.codec.Hex;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.store.RocksStore;
import io.nelumbo.node.store.StoreBatch;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checking a store, and chains in files; every damage is found and none is imported. */
@Timeout(120)
class ChainToolsTest {
  private static final int BLOCKS = 4;

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void makeAChain() throws Exception {
    data = TransparentNetwork.dataFolder(folder, "a", "");
    TransparentNetwork.writeBlocks(data, BLOCKS, 3);
  }

  private ChainTools.Whole verify(Path checked) throws Exception {
    try (ChainTools tools = ChainTools.openReadOnly(checked)) {
      return tools.verify(folder, height -> {});
    }
  }

  private Path export(Path from, String name) throws Exception {
    Path file = folder.resolve(name);
    try (ChainTools tools = ChainTools.openReadOnly(from)) {
      tools.exportTo(file, height -> {});
    }
    return file;
  }

  private static ChainTools.Imported importInto(Path folder, Path file) throws Exception {
    try (ChainTools tools = ChainTools.open(folder)) {
      return tools.importFrom(file, height -> {});
    }
  }

  private void change(byte[] key, byte[] value) {
    try (RocksStore store = RocksStore.open(data.resolve("chain"))) {
      StoreBatch batch = new StoreBatch();
      if (value.length == 0) {
        batch.delete(key);
      } else {
        batch.put(key, value);
      }
      store.write(batch);
    }
  }

  @Test
  void aWholeStoreIsSaidToBeWhole() throws Exception {
    ChainTools.Whole whole = verify(data);
    assertThat(whole.head().height()).isEqualTo(BLOCKS);
    assertThat(whole.records()).isGreaterThan(50);
    assertThat(whole.waiting()).isZero();
    assertThat(verify(data)).isEqualTo(whole);
  }

  private static Map<String, String> everything(Path folder) throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        String content = Files.isRegularFile(path) ? Hex.encode(Files.readAllBytes(path)) : "";
        all.put(path.toString(), Files.getLastModifiedTime(path) + " " + content);
      }
    }
    return all;
  }

  /** Of a folder of which something is missing, and in which a process left something behind. */
  @Test
  void checkingAndExportingChangeNothing() throws Exception {
    Files.writeString(data.resolve("ports.json"), "{}");
    for (String missing : List.of("", "lock", "head.mark", "mempool.journal")) {
      Files.deleteIfExists(data.resolve(missing.isEmpty() ? "nothing" : missing));
      Map<String, String> before = everything(data);
      assertThat(verify(data).head().height()).isEqualTo(BLOCKS);
      export(data, "without-" + missing + ".nlb");
      assertThat(everything(data)).as("without %s", missing).isEqualTo(before);
    }
    assertThat(Files.exists(data.resolve("ports.json"))).isTrue();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("nelumbo-verify-"));
    }
  }

  @Test
  void aFileThatIsNotOfAnExportIsLeftAloneByIt() throws Exception {
    Path other = Files.writeString(folder.resolve("chain.nlb.part"), "not of this export");
    export(data, "chain.nlb");
    assertThat(other).hasContent("not of this export");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(path -> path.toString().endsWith(".part"))).containsExactly(other);
    }
  }

  /** Beneath every checksum of the medium, so that only the chain itself can tell. */
  @Test
  void anyChangedRemovedOrAddedRecordIsNamed() throws Exception {
    List<byte[][]> records = new ArrayList<>();
    try (RocksStore store = RocksStore.openReadOnly(data.resolve("chain"))) {
      store.scan(
          new byte[0],
          (key, value) -> {
            records.add(new byte[][] {key, value});
            return true;
          });
    }
    int tried = 0;
    for (int i = 0; i < records.size(); i += i < 20 ? 1 : 9) {
      byte[] key = records.get(i)[0];
      byte[] value = records.get(i)[1];
      byte[] flipped = value.clone();
      flipped[(i * 7) % value.length] ^= (byte) (1 << (i % 8));
      for (byte[] wrong : List.of(flipped, new byte[0])) {
        if (key[0] == 0) {
          continue; // the format: refused before anything is read
        }
        change(key, wrong);
        assertThatThrownBy(() -> verify(data))
            .as(Hex.encode(key))
            .isInstanceOf(DamageException.class)
            .hasMessageNotContaining("\n");
        change(key, value);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(40);
    byte[] foreign = {6, 1, 1, 2};
    change(foreign, new byte[] {1});
    assertThatThrownBy(() -> verify(data))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("state entry 010102: does not belong to this chain");
    change(foreign, new byte[0]);
    assertThat(verify(data).head().height()).isEqualTo(BLOCKS);
  }

  @Test
  void aBlockThatWasAnnouncedAndIsGoneIsMissed() throws Exception {
    Path older = TransparentNetwork.dataFolder(folder, "older", "");
    TransparentNetwork.writeBlocks(older, BLOCKS - 1, 3);
    Files.copy(
        data.resolve("head.mark"),
        older.resolve("head.mark"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> verify(older))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("block 4: is missing, but was announced");
  }

  @Test
  void aDamagedJournalIsNamed() throws Exception {
    Files.write(data.resolve("mempool.journal"), new byte[40]);
    assertThatThrownBy(() -> verify(data))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("mempool.journal is damaged at byte 0");
  }

  @Test
  void anExportIsImportedWithEveryBlockJudgedAndLeadsToTheSameState() throws Exception {
    Path file = export(data, "chain.nlb");
    Path copy = TransparentNetwork.dataFolder(folder, "b", "");
    ChainTools.Imported imported = importInto(copy, file);
    assertThat(imported.added()).isEqualTo(BLOCKS);
    Head head = verify(data).head();
    assertThat(imported.head()).isEqualTo(head);
    assertThat(verify(copy)).isEqualTo(verify(data));
    assertThat(importInto(copy, file).added()).isZero();
    assertThat(Files.mismatch(export(copy, "again.nlb"), file)).isEqualTo(-1);
    assertThatThrownBy(() -> export(data, "chain.nlb"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void anImportGoesOnWhereItWas() throws Exception {
    Path half = export(data, "half.nlb");
    TransparentNetwork.writeBlocks(data, 2, 1);
    Path whole = export(data, "whole.nlb");
    Path copy = TransparentNetwork.dataFolder(folder, "b", "");
    importInto(copy, half);
    ChainTools.Imported rest = importInto(copy, whole);
    assertThat(rest.present()).isEqualTo(BLOCKS);
    assertThat(rest.added()).isEqualTo(2);
    assertThat(verify(copy)).isEqualTo(verify(data));
  }

  @Test
  void anotherChainIsNotImportedOverThisOne() throws Exception {
    Path other = TransparentNetwork.dataFolder(folder, "other", "");
    TransparentNetwork.writeBlocks(other, 2, 1);
    Path file = export(other, "other.nlb");
    ChainTools.Whole before = verify(data);
    assertThatThrownBy(() -> importInto(data, file))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("block 1: is another one");
    assertThat(verify(data)).isEqualTo(before);
  }

  @Test
  void aCutOrFlippedFileIsRefusedBeforeAnythingIsWritten() throws Exception {
    byte[] whole = Files.readAllBytes(export(data, "chain.nlb"));
    Path copy = TransparentNetwork.dataFolder(folder, "b", "");
    Path bad = folder.resolve("bad.nlb");
    int refused = 0;
    try (ChainTools tools = ChainTools.open(copy)) {
      for (int length = 0; length < whole.length; length += 97) {
        refused += refuses(tools, Files.write(bad, Arrays.copyOf(whole, length)));
      }
      for (int at = 0; at < whole.length; at += 41) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << (at % 8));
        refused += refuses(tools, Files.write(bad, flipped));
      }
      refused += refuses(tools, Files.write(bad, Arrays.copyOf(whole, whole.length + 1)));
    }
    assertThat(refused).isGreaterThan(100);
    assertThat(Files.exists(copy.resolve("chain"))).isFalse();
  }

  private static int refuses(ChainTools tools, Path file) {
    assertThatThrownBy(() -> tools.importFrom(file, height -> {}))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("bad.nlb: what ends before byte")
        .hasMessageNotContaining("\n");
    return 1;
  }

  /** Checksums are no proof of anything: who changes them too is caught by the rules. */
  @Test
  void aForgedBlockWithGoodChecksumsIsRefusedAndTheBlocksBeforeItAreKept() throws Exception {
    byte[] whole = Files.readAllBytes(export(data, "chain.nlb"));
    List<byte[]> sections = new ArrayList<>();
    int at = ChainFile.MAGIC.length;
    for (int i = 0; i <= BLOCKS; i++) {
      int length = ByteBuffer.wrap(whole).getInt(at);
      sections.add(Arrays.copyOfRange(whole, at + 4, at + 4 + length));
      at += length + 8;
    }
    sections.get(3)[sections.get(3).length - 1] ^= 1;
    ByteBuffer forged = ByteBuffer.allocate(whole.length).put(ChainFile.MAGIC);
    sections.forEach(section -> forged.put(ChainFile.section(section)));
    forged.put(ChainFile.trailer(BLOCKS));
    byte[] before = Arrays.copyOf(forged.array(), forged.position());
    forged.put(ChainFile.sha256().digest(before));
    Path file = Files.write(folder.resolve("forged.nlb"), forged.array());
    Path copy = TransparentNetwork.dataFolder(folder, "b", "");
    assertThatThrownBy(() -> importInto(copy, file))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("block 3: was refused");
    assertThat(verify(copy).head().height()).isEqualTo(2);
    assertThat(importInto(copy, folder.resolve("chain.nlb")).added()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutAChainIsAnErrorAndNotDamage() throws Exception {
    Path empty = TransparentNetwork.dataFolder(folder, "b", "");
    assertThatThrownBy(() -> verify(empty))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no chain yet");
    assertThatThrownBy(() -> ChainTools.open(folder)).isInstanceOf(ConfigException.class);
    try (DataDirectory running = DataDirectory.open(data)) {
      assertThat(running.root()).isEqualTo(data);
      assertThatThrownBy(() -> ChainTools.open(data))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("another node uses this data folder");
    }
  }
}
