package io.nelumbo.node.admission;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.DiskFile;
import io.nelumbo.node.store.DiskIo;
import io.nelumbo.node.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is being judged, in a file that outlives this process: a crash of the process (native code
 * runs in it) leaves there what it died of. At the next start that is judged alone; what the
 * process died of three times alone is set aside for {@link #SET_ASIDE} after each start, and for
 * twice as long after each further death. So a poisonous object does not keep a node from working,
 * and an honest one, during whose judgement something else ended the process, is judged again.
 *
 * <p>The file has one slot for each thread that judges, and a last one for what is set aside: u8
 * count ‖ count times (u8 deaths alone ‖ hash 32) ‖ u32 CRC-32C. It is never synced, because it
 * need not outlive the machine; a slot that cannot be read says nothing.
 */
public final class CrashLog implements AutoCloseable {
  static final int DEATHS = 3;

  /** How long after a start the first of what the process died of is not judged. */
  static final Duration SET_ASIDE = Duration.ofMinutes(1);

  /** Doublings of {@link #SET_ASIDE}: at most eight and a half hours. */
  private static final int MOST_DOUBLINGS = 9;

  static final int ENTRIES = 64;
  private static final int ENTRY = 33;
  private static final int SLOT = 1 + ENTRIES * ENTRY + 4;
  private static final Logger log = LoggerFactory.getLogger(CrashLog.class);

  private final Path path;
  private final DiskFile file;
  private final int slots;
  private final LongSupplier nanos;
  private final long startNanos;

  /** What the process died of, and how often while it judged nothing else. */
  private final Map<Bytes32, Integer> deaths = new HashMap<>();

  private CrashLog(Path path, DiskFile file, int slots, LongSupplier nanos) {
    this.path = path;
    this.file = file;
    this.slots = slots;
    this.nanos = nanos;
    startNanos = nanos.getAsLong();
  }

  /**
   * Opens the file, making it where it is missing, and reads what the process died of.
   *
   * @param slots threads that judge
   * @throws StoreException when the disk fails
   */
  public static CrashLog open(Disk disk, Path path, int slots) {
    return open(disk, path, slots, System::nanoTime);
  }

  static CrashLog open(Disk disk, Path path, int slots, LongSupplier nanos) {
    try {
      CrashLog opened = new CrashLog(path, disk.open(path), slots, nanos);
      opened.load();
      return opened;
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private void load() throws IOException {
    for (int slot = 0; slot <= slots; slot++) {
      boolean keeps = slot == slots;
      Map<Bytes32, Integer> entries = read(slot);
      int more = !keeps && entries.size() == 1 ? 1 : 0;
      entries.forEach((hash, count) ->
          deaths.merge(hash, Math.min(count + more, DEATHS + MOST_DOUBLINGS), Math::max));
      if (!keeps) {
        write(slot, List.of());
      }
    }
    write(slots, deadly());
    for (Bytes32 hash : deadly()) {
      log.warn(
          "{} ended this node {} times: not judged for {} min",
          hash,
          deaths.get(hash),
          setAside(hash).toMinutes());
    }
  }

  private List<Bytes32> deadly() {
    return deaths.keySet().stream().filter(hash -> count(hash) >= DEATHS).limit(ENTRIES).toList();
  }

  private int count(Bytes32 hash) {
    return deaths.getOrDefault(hash, 0);
  }

  private Duration setAside(Bytes32 hash) {
    return SET_ASIDE.multipliedBy(1L << (count(hash) - DEATHS));
  }

  private Map<Bytes32, Integer> read(int slot) throws IOException {
    Map<Bytes32, Integer> entries = new HashMap<>();
    if (file.size() < (long) (slot + 1) * SLOT) {
      return entries;
    }
    ByteBuffer bytes = ByteBuffer.allocate(SLOT);
    DiskIo.readFully(file, bytes, (long) slot * SLOT);
    bytes.flip();
    if (bytes.getInt(SLOT - 4) != checksum(bytes.array())) {
      return entries;
    }
    int count = Math.min(ENTRIES, bytes.get() & 0xff);
    for (int i = 0; i < count; i++) {
      int times = bytes.get() & 0xff;
      byte[] hash = new byte[32];
      bytes.get(hash);
      entries.put(Bytes32.of(hash), times);
    }
    return entries;
  }

  /** Returns whether the process died of an object so often that it is not judged now. */
  synchronized boolean setsAside(Bytes32 hash) {
    return count(hash) >= DEATHS && nanos.getAsLong() - startNanos < setAside(hash).toNanos();
  }

  /** Returns whether the process died while it judged this object, perhaps with others. */
  synchronized boolean suspects(Bytes32 hash) {
    return deaths.containsKey(hash);
  }

  /** A thread begins to judge objects; at most {@link #ENTRIES} of them are written down. */
  synchronized void begin(int slot, List<Bytes32> hashes) {
    try {
      write(slot, hashes);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** A thread has judged its objects and is alive. */
  synchronized void end(int slot, List<Bytes32> hashes) {
    clear(slot);
    boolean wasDeadly = hashes.stream().anyMatch(hash -> count(hash) >= DEATHS);
    hashes.forEach(deaths::remove);
    if (wasDeadly) {
      begin(slots, deadly());
    }
  }

  /** A thread judges nothing any more. */
  synchronized void clear(int slot) {
    begin(slot, List.of());
  }

  private void write(int slot, List<Bytes32> hashes) throws IOException {
    List<Bytes32> written = new ArrayList<>(hashes.subList(0, Math.min(ENTRIES, hashes.size())));
    ByteBuffer bytes = ByteBuffer.allocate(SLOT);
    bytes.put((byte) written.size());
    for (Bytes32 hash : written) {
      bytes.put((byte) count(hash)).put(hash.toByteArray());
    }
    bytes.putInt(SLOT - 4, checksum(bytes.array()));
    DiskIo.writeFully(file, bytes.rewind(), (long) slot * SLOT);
  }

  private static int checksum(byte[] slot) {
    CRC32C sum = new CRC32C();
    sum.update(slot, 0, SLOT - 4);
    return (int) sum.getValue();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static StoreException failed(Path path, IOException cause) {
    return new StoreException(
        "cannot use " + path + " (" + cause.getMessage() + "): check the disk", cause);
  }
}
