package io.nelumbo.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.nelumbo.core.arb.Arb;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What was synced is there after any failure, or the log says that it is damaged. */
@Timeout(60)
class RecordLogTest {
  private static final Path FILE = Path.of("log");
  private static final int MAX = 200;

  private final Arb arb = Arb.seeded("RecordLogTest");

  @TempDir Path folder;

  private final Logger logger = (Logger) LoggerFactory.getLogger(RecordLog.class);

  /** Thousands of torn files would be thousands of lines. */
  @BeforeEach
  void quiet() {
    logger.setLevel(Level.ERROR);
  }

  @AfterEach
  void loud() {
    logger.setLevel(null);
  }

  private static RecordLog open(Disk disk) {
    return RecordLog.open(disk, FILE, MAX);
  }

  private static TreeMap<Long, String> contents(RecordLog log) {
    TreeMap<Long, String> all = new TreeMap<>();
    for (long place : log.places()) {
      all.put(place, Arrays.toString(log.read(place)));
    }
    return all;
  }

  private TreeMap<Long, String> fill(RecordLog log, int records) {
    for (int i = 0; i < records; i++) {
      log.append(arb.bytes(1 + arb.below(40)));
      log.sync();
    }
    return contents(log);
  }

  @Test
  void placesGoOnOverRestartsAndAfterTheFileWasMadeSmaller() {
    Path file = folder.resolve("log");
    try (RecordLog log = RecordLog.open(Disk.SYSTEM, file, MAX)) {
      assertThat(log.append(new byte[] {1})).isEqualTo(1);
      assertThat(log.append(new byte[0])).isEqualTo(2);
      assertThat(log.append(new byte[] {3})).isEqualTo(3);
      log.sync();
      log.compact(place -> place == 2);
      assertThat(log.append(new byte[] {4})).isEqualTo(4);
    }
    try (RecordLog log = RecordLog.open(Disk.SYSTEM, file, MAX)) {
      assertThat(contents(log)).isEqualTo(Map.of(2L, "[]", 4L, "[4]"));
      log.compact(place -> false);
      assertThat(log.bytes()).isEqualTo(RecordFormat.HEADER);
    }
    try (RecordLog log = RecordLog.open(Disk.SYSTEM, file, MAX)) {
      assertThat(log.append(new byte[] {5})).isEqualTo(5);
      assertThatThrownBy(() -> log.append(new byte[MAX + 1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileCutAtAnyByteOfTheLastRecordLosesThatRecordOnly() {
    FaultyDisk disk = new FaultyDisk();
    RecordLog log = open(disk);
    TreeMap<Long, String> all = fill(log, 5);
    byte[] whole = disk.bytes(FILE);
    all.pollLastEntry();
    int lastLength = RecordFormat.BEFORE + log.read(5).length + RecordFormat.AFTER;
    for (int cut = 1; cut <= lastLength; cut++) {
      FaultyDisk torn = new FaultyDisk().put(FILE, Arrays.copyOf(whole, whole.length - cut));
      RecordLog again = open(torn);
      assertThat(contents(again)).isEqualTo(all);
      assertThat(again.append(new byte[] {1})).isEqualTo(5);
    }
  }

  @Test
  void aFlippedBitIsRefusedOrCutOffButNeverRead() {
    FaultyDisk disk = new FaultyDisk();
    RecordLog log = open(disk);
    fill(log, 3);
    log.compact(place -> place != 2);
    TreeMap<Long, String> all = fill(log, 4);
    byte[] whole = disk.bytes(FILE);
    int lastLength = RecordFormat.BEFORE + log.read(all.lastKey()).length + RecordFormat.AFTER;
    int refused = 0;
    int cut = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      boolean last = bit / 8 >= whole.length - lastLength;
      try {
        assertThat(contents(open(new FaultyDisk().put(FILE, flipped))))
            .isEqualTo(all.headMap(all.lastKey()));
        assertThat(last).isTrue();
        cut++;
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("damaged at byte");
        assertThat(last).isFalse();
        refused++;
      }
    }
    assertThat(refused + cut).isEqualTo(8 * whole.length);
    assertThat(cut).isEqualTo(8 * lastLength);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 17})
  void shortReadsAndWritesChangeNothing(int bytes) {
    FaultyDisk disk = new FaultyDisk().atMost(bytes);
    RecordLog log = open(disk);
    TreeMap<Long, String> all = fill(log, 10);
    assertThat(contents(open(disk.afterKill().atMost(bytes)))).isEqualTo(all);
  }

  /** What a run was promised, whatever became of it. */
  private static final class Promises {
    private final TreeMap<Long, String> acknowledged = new TreeMap<>();
    private final Set<Long> dropped = new HashSet<>();

    void run(Disk disk) {
      RecordLog log = open(disk);
      TreeMap<Long, String> appended = new TreeMap<>();
      for (int i = 0; i < 12; i++) {
        byte[] payload = new byte[3 * i];
        Arrays.fill(payload, (byte) i);
        appended.put(log.append(payload), Arrays.toString(payload));
        if (i % 3 == 2) {
          log.sync();
          acknowledged.putAll(appended);
        }
        if (i == 7) {
          dropped.addAll(Set.of(1L, 4L));
          if (log.compact(place -> place != 1 && place != 4)) {
            acknowledged.putAll(appended);
          }
        }
      }
    }

    void assertKept(TreeMap<Long, String> found) {
      acknowledged.forEach((place, payload) -> {
        if (!dropped.contains(place) || found.containsKey(place)) {
          assertThat(found).containsEntry(place, payload);
        }
      });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Input/output error"})
  void anErrorAtAnyStepStopsTheLogAndKeepsWhatWasAcknowledged(String error) {
    FaultyDisk counting = new FaultyDisk().failAt(Integer.MAX_VALUE, "");
    new Promises().run(counting);
    int failures = 0;
    for (int step = 0; step < counting.steps(); step++) {
      FaultyDisk disk = new FaultyDisk().failAt(step, error);
      Promises promises = new Promises();
      try {
        promises.run(disk);
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining(error);
        failures++;
      }
      promises.assertKept(contents(open(disk.afterKill())));
      for (int seed = 0; seed < 20; seed++) {
        promises.assertKept(contents(open(disk.afterPowerLoss(new Random(seed)))));
      }
    }
    assertThat(failures).isEqualTo(counting.steps()).isGreaterThan(30);
  }

  @Test
  void afterAFailureNothingIsTaken() {
    FaultyDisk disk = new FaultyDisk();
    RecordLog log = open(disk);
    disk.failAt(0, "No space left on device");
    assertThatThrownBy(() -> log.append(new byte[1])).hasMessageContaining("No space left");
    disk.failAt(Integer.MAX_VALUE, "");
    assertThatThrownBy(() -> log.append(new byte[1])).hasMessageContaining("failed before");
    assertThatThrownBy(log::sync).isInstanceOf(StoreException.class);
    log.close();
  }

  @Test
  void aLengthThatTheFileDoesNotHoldIsATornEndAndSizesNothing() {
    FaultyDisk disk = new FaultyDisk();
    TreeMap<Long, String> all = fill(open(disk), 2);
    byte[] whole = disk.bytes(FILE);
    ByteBuffer longer =
        ByteBuffer.allocate(whole.length + RecordFormat.BEFORE + RecordFormat.AFTER);
    longer.put(whole).putInt(-1).putLong(3).putLong(whole.length);
    assertThat(contents(open(new FaultyDisk().put(FILE, longer.array())))).isEqualTo(all);
  }

  @Test
  void aForeignOrEmptyFileIsRefused() {
    for (byte[] foreign : List.of(new byte[0], new byte[5], new byte[RecordFormat.HEADER])) {
      assertThatThrownBy(() -> open(new FaultyDisk().put(FILE, foreign)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("damaged at byte 0");
    }
  }

  @Test
  void manyThreadsShareSyncs() {
    FaultyDisk disk = new FaultyDisk();
    RecordLog log = open(disk);
    int before = disk.syncs();
    List<Long> places = new ArrayList<>();
    IntStream.range(0, 400)
        .parallel()
        .forEach(i -> {
          long place = log.append(new byte[] {(byte) i});
          log.sync();
          synchronized (places) {
            places.add(place);
          }
        });
    assertThat(new HashSet<>(places)).hasSize(400);
    assertThat(contents(open(disk.afterPowerLoss(new Random(1))))).hasSize(400);
    assertThat(disk.syncs() - before).isLessThanOrEqualTo(400);
  }

  /** A record as an outsider would make it, who knows everything but what is random in the file. */
  private static byte[] forged(long place, long synced, long offset) {
    return RecordFormat.record(new RecordFormat.Stamp(0, offset), place, synced, new byte[0]);
  }

  @Test
  void aRecordInsideTheBytesOfATornOneIsNotTakenForOne() {
    FaultyDisk disk = new FaultyDisk();
    RecordLog log = open(disk);
    TreeMap<Long, String> all = fill(log, 3);
    long torn = log.bytes();
    ByteBuffer payload = ByteBuffer.allocate(100);
    long inside = torn + RecordFormat.BEFORE;
    payload.put(forged(5, inside, inside)).put(forged(6, torn + 1, inside + 24));
    log.append(payload.array());
    byte[] bytes = disk.bytes(FILE);
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThat(contents(open(new FaultyDisk().put(FILE, cut)))).isEqualTo(all);
  }

  @Test
  void aFullDiskDoesNotEndALogThatCouldNotBeMadeSmaller() {
    FaultyDisk disk = new FaultyDisk();
    RecordLog log = open(disk);
    TreeMap<Long, String> all = fill(log, 20);
    disk.fullFor(".part");
    assertThat(log.compact(place -> place > 15)).isFalse();
    assertThat(disk.exists(Path.of("log.part"))).isFalse();
    assertThat(contents(log)).isEqualTo(all);
    disk.fullFor("");
    long before = disk.bytes(FILE).length;
    assertThat(log.compact(place -> place > 15)).as("not before it has grown").isFalse();
    all.putAll(fill(log, 20));
    assertThat(disk.bytes(FILE).length).isGreaterThan((int) before);
    assertThat(contents(open(disk.afterPowerLoss(new Random(1))))).isEqualTo(all);
    assertThat(log.compact(place -> place > 15)).isTrue();
    assertThat(contents(open(disk.afterKill()))).isEqualTo(all.tailMap(16L));
  }

  @Test
  void whatASyncFailedToWriteIsWrittenAgainBeforeItCountsAsSynced() {
    FaultyDisk disk = new FaultyDisk();
    RecordLog log = open(disk);
    TreeMap<Long, String> all = fill(log, 3);
    all.put(log.append(new byte[] {1, 2, 3}), "[1, 2, 3]");
    disk.loseAtNextSync();
    assertThatThrownBy(log::sync).hasMessageContaining("Input/output error");
    assertThat(contents(open(disk))).isEqualTo(all);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(contents(open(disk.afterPowerLoss(new Random(seed))))).isEqualTo(all);
    }
  }
}
