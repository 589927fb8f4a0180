package io.nelumbo.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of records, each with a place: a number from 1 on that no other record of the
 * file ever has, before or after it is made smaller.
 *
 * <p>A record says how much of the file was on the medium when it was written ({@link
 * RecordFormat}). That tells a torn end from damage: bytes that no later record calls synced were
 * never acknowledged, and are cut off when they are not whole; anything else that is not whole is
 * damage, and the file is refused. Only damage to the last records that were synced before a
 * process was killed looks like a torn end.
 *
 * <p>Safe for use by several threads. After a failure of the disk every call fails.
 */
public final class RecordLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RecordLog.class);

  private static final int REWRITTEN_AT_ONCE = 1 << 16;

  private final Disk disk;
  private final Path path;
  private final int maxPayload;
  private final TreeMap<Long, RecordScan.Slot> slots;
  private DiskFile file;
  private long salt;
  private long end;
  private long nextPlace;
  private boolean broken;

  /** After a failed attempt to make the file smaller: how long it is before the next one. */
  private long compactFrom;

  /** Held while syncing, so that those who come meanwhile share the next sync. */
  private final Object syncing = new Object();

  private volatile long synced;

  private RecordLog(Disk disk, Path path, int maxPayload, DiskFile file, RecordScan scan) {
    this.disk = disk;
    this.path = path;
    this.maxPayload = maxPayload;
    this.file = file;
    slots = scan.slots();
    salt = scan.salt();
    end = scan.end();
    nextPlace = scan.nextPlace();
  }

  /**
   * Opens a log, making it where it is missing, and cuts off a torn end.
   *
   * @param maxPayload the most bytes of a record
   * @throws StoreException when the file is damaged, which says where, or the disk fails
   */
  public static RecordLog open(Disk disk, Path path, int maxPayload) {
    DiskFile file = null;
    try {
      disk.delete(part(path));
      if (!disk.exists(path)) {
        begin(disk, path);
      }
      file = disk.open(path);
      RecordScan scan = scan(path, file, maxPayload);
      RecordLog opened = new RecordLog(disk, path, maxPayload, file, scan);
      opened.settle(scan);
      return opened;
    } catch (IOException e) {
      close(file);
      throw new StoreException(
          "cannot open " + path + " (" + e.getMessage() + "): check the disk and its rights", e);
    } catch (StoreException e) {
      close(file);
      throw e;
    }
  }

  /**
   * Checks a log as {@link #open} does, changes nothing, and returns how many records it has; none
   * when it is missing.
   */
  public static long check(Disk disk, Path path, int maxPayload) {
    if (!disk.exists(path)) {
      return 0;
    }
    try (DiskFile file = disk.openReadOnly(path)) {
      return scan(path, file, maxPayload).slots().size();
    } catch (IOException e) {
      throw new StoreException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static void begin(Disk disk, Path path) throws IOException {
    byte[] header = RecordFormat.header(1, RecordFormat.HEADER, newSalt());
    try (DiskFile empty = make(disk, path, header)) {
      empty.sync();
    }
    disk.move(part(path), path);
  }

  private static RecordScan scan(Path path, DiskFile file, int maxPayload) throws IOException {
    RecordScan scan = RecordScan.of(file, maxPayload);
    if (scan.damaged()) {
      throw damaged(path, scan.end());
    }
    return scan;
  }

  /**
   * Cuts off what is not whole, and puts the rest on the medium. Bytes that no record calls synced
   * are written once more before: if the last process ended because a sync failed, they can be read
   * and are not on the medium, and a sync alone may not know that.
   */
  private void settle(RecordScan scan) throws IOException {
    if (end < scan.size()) {
      log.warn("{}: cut {} bytes of an unfinished record at byte {}", path, scan.size() - end, end);
      file.truncate(end);
    }
    long at = scan.synced();
    while (at < end) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(REWRITTEN_AT_ONCE, end - at));
      DiskIo.readFully(file, bytes, at);
      DiskIo.writeFully(file, bytes.flip(), at);
      at += bytes.capacity();
    }
    file.sync();
    synced = end;
  }

  /**
   * Appends a record, which is not on the medium before {@link #sync}.
   *
   * @return its place
   */
  public synchronized long append(byte[] payload) {
    if (payload.length > maxPayload) {
      throw new IllegalArgumentException("a record of this log has at most " + maxPayload);
    }
    checkUsable();
    long place = nextPlace;
    byte[] record = RecordFormat.record(stamp(salt, end), place, synced, payload);
    try {
      DiskIo.writeFully(file, ByteBuffer.wrap(record), end);
    } catch (IOException e) {
      throw failed("write", e);
    }
    slots.put(place, new RecordScan.Slot(end, record.length));
    nextPlace++;
    end += record.length;
    return place;
  }

  /** Returns when every record appended before the call is on the medium. */
  public void sync() {
    long wanted;
    synchronized (this) {
      checkUsable();
      wanted = end;
    }
    synchronized (syncing) {
      if (synced >= wanted) {
        return;
      }
      DiskFile target;
      long reached;
      synchronized (this) {
        checkUsable();
        target = file;
        reached = end;
      }
      try {
        target.sync();
      } catch (IOException e) {
        synchronized (this) {
          throw failed("sync", e);
        }
      }
      synced = Math.max(synced, reached);
    }
  }

  /** Returns the payload at a place that the log holds. */
  public synchronized byte[] read(long place) {
    checkUsable();
    RecordScan.Slot slot = slots.get(place);
    if (slot == null) {
      throw new IllegalArgumentException("there is no record at place " + place);
    }
    try {
      ByteBuffer record = ByteBuffer.allocate(slot.length());
      DiskIo.readFully(file, record, slot.offset());
      if (!RecordFormat.checked(stamp(salt, slot.offset()), record.array())
          || record.getLong(4) != place) {
        throw damaged(path, slot.offset());
      }
      byte[] payload = new byte[slot.length() - RecordFormat.BEFORE - RecordFormat.AFTER];
      record.get(RecordFormat.BEFORE, payload);
      return payload;
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** Returns the places that the log holds, ascending. */
  public synchronized long[] places() {
    return slots.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  /** Returns the length of the file. */
  public synchronized long bytes() {
    return end;
  }

  /**
   * Writes the file anew with only some of its records, at their places; a process that dies
   * meanwhile leaves the old file or the new one.
   *
   * @return false when the new file could not be written, as on a full disk: the old one goes on,
   *     and nothing is tried before it has grown by an eighth
   */
  public boolean compact(LongPredicate keep) {
    synchronized (syncing) {
      synchronized (this) {
        checkUsable();
        return end >= compactFrom && rewrite(keep);
      }
    }
  }

  private boolean rewrite(LongPredicate keep) {
    TreeMap<Long, RecordScan.Slot> moved = new TreeMap<>();
    long length = RecordFormat.HEADER;
    for (Map.Entry<Long, RecordScan.Slot> entry : slots.entrySet()) {
      if (keep.test(entry.getKey())) {
        moved.put(entry.getKey(), new RecordScan.Slot(length, entry.getValue().length()));
        length += entry.getValue().length();
      }
    }
    long freshSalt = newSalt();
    DiskFile fresh = null;
    try {
      fresh = make(disk, path, RecordFormat.header(nextPlace, length, freshSalt));
      copy(moved, fresh, freshSalt);
      fresh.sync();
    } catch (IOException e) {
      close(fresh);
      giveUpPart(e);
      return false;
    } catch (StoreException e) {
      close(fresh);
      throw e;
    }
    try {
      disk.move(part(path), path);
    } catch (IOException e) {
      close(fresh);
      throw failed("make smaller", e);
    }
    close(file);
    file = fresh;
    salt = freshSalt;
    slots.clear();
    slots.putAll(moved);
    end = length;
    synced = length;
    compactFrom = 0;
    return true;
  }

  private void copy(TreeMap<Long, RecordScan.Slot> slots, DiskFile target, long targetSalt)
      throws IOException {
    for (Map.Entry<Long, RecordScan.Slot> entry : slots.entrySet()) {
      long offset = entry.getValue().offset();
      byte[] payload = read(entry.getKey());
      byte[] record = RecordFormat.record(stamp(targetSalt, offset), entry.getKey(), 0, payload);
      DiskIo.writeFully(target, ByteBuffer.wrap(record), offset);
    }
  }

  private void giveUpPart(IOException cause) {
    compactFrom = end + end / 8;
    log.warn(
        "{} could not be made smaller ({}) and goes on as it is: free some space",
        path,
        cause.getMessage());
    try {
      disk.delete(part(path));
    } catch (IOException e) {
      log.debug("an unfinished file is left until the next start", e);
    }
  }

  /** Makes a file beside the log that has a header. */
  private static DiskFile make(Disk disk, Path path, byte[] header) throws IOException {
    disk.delete(part(path));
    DiskFile fresh = disk.open(part(path));
    try {
      DiskIo.writeFully(fresh, ByteBuffer.wrap(header), 0);
      return fresh;
    } catch (IOException e) {
      close(fresh);
      throw e;
    }
  }

  private static long newSalt() {
    return new SecureRandom().nextLong();
  }

  private static RecordFormat.Stamp stamp(long salt, long offset) {
    return new RecordFormat.Stamp(salt, offset);
  }

  /** Syncs and closes; closing twice is a no-op. */
  @Override
  public synchronized void close() {
    if (!broken) {
      broken = true;
      try {
        file.sync();
      } catch (IOException e) {
        throw new StoreException("cannot sync " + path + ": " + e.getMessage(), e);
      } finally {
        close(file);
      }
    }
  }

  private static Path part(Path path) {
    return path.resolveSibling(path.getFileName() + ".part");
  }

  private void checkUsable() {
    if (broken) {
      throw new StoreException(path + " is closed, or failed before", null);
    }
  }

  private StoreException failed(String action, IOException cause) {
    broken = true;
    close(file);
    return new StoreException(
        "cannot "
            + action
            + " "
            + path
            + " ("
            + cause.getMessage()
            + "): check the disk and start again; what was acknowledged is kept",
        cause);
  }

  private static StoreException damaged(Path path, long offset) {
    return StoreException.damage(
        path
            + " is damaged at byte "
            + offset
            + ": restore a copy, or move it away to give up what it holds",
        null);
  }

  private static void close(@Nullable DiskFile file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        log.debug("a file did not close", e);
      }
    }
  }
}
