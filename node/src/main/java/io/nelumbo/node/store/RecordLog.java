package io.nelumbo.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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

  /** Where a record stands. */
  private record Slot(long offset, int length) {}

  private final Disk disk;
  private final Path path;
  private final int maxPayload;
  private final TreeMap<Long, Slot> slots = new TreeMap<>();
  private DiskFile file;
  private long end;
  private long nextPlace;
  private boolean broken;

  /** Held while syncing, so that those who come meanwhile share the next sync. */
  private final Object syncing = new Object();

  private volatile long synced;

  private RecordLog(Disk disk, Path path, int maxPayload, DiskFile file) {
    this.disk = disk;
    this.path = path;
    this.maxPayload = maxPayload;
    this.file = file;
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
      RecordLog opened = new RecordLog(disk, path, maxPayload, file);
      opened.cut(opened.load());
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
    try (DiskFile file = disk.open(path)) {
      RecordLog checked = new RecordLog(disk, path, maxPayload, file);
      checked.load();
      return checked.slots.size();
    } catch (IOException e) {
      throw new StoreException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static void begin(Disk disk, Path path) throws IOException {
    try (DiskFile empty = make(disk, path, 1, RecordFormat.HEADER)) {
      empty.sync();
    }
    disk.move(part(path), path);
  }

  /** Finds the whole records, and returns the file's length with what stands behind them. */
  private long load() throws IOException {
    long size = file.size();
    ByteBuffer header = ByteBuffer.allocate(RecordFormat.HEADER);
    if (size >= RecordFormat.HEADER) {
      DiskIo.readFully(file, header, 0);
    }
    if (size < RecordFormat.HEADER || !RecordFormat.isHeader(header.array())) {
      throw damaged(0);
    }
    nextPlace = 1;
    long whole = header.getLong(16);
    end = RecordFormat.HEADER;
    while (end < size) {
      ByteBuffer record = wholeRecord(end, size);
      if (record == null) {
        break;
      }
      whole = Math.max(whole, record.getLong(12));
      admit(record);
    }
    if (end < size) {
      whole = Math.max(whole, syncedClaimedAfter(end, size));
    }
    if (end < whole) {
      throw damaged(end);
    }
    nextPlace = Math.max(nextPlace, header.getLong(8));
    return size;
  }

  private void cut(long size) throws IOException {
    if (end < size) {
      log.warn("{}: cut {} bytes of an unfinished record at byte {}", path, size - end, end);
      file.truncate(end);
    }
    file.sync();
    synced = end;
  }

  private void admit(ByteBuffer record) {
    long place = record.getLong(4);
    int length = record.capacity();
    slots.put(place, new Slot(end, length));
    nextPlace = place + 1;
    end += length;
  }

  /** Returns the record at an offset, or null when there is no whole one. */
  private @Nullable ByteBuffer wholeRecord(long offset, long size) throws IOException {
    if (size - offset < RecordFormat.BEFORE + RecordFormat.AFTER) {
      return null;
    }
    ByteBuffer before = ByteBuffer.allocate(RecordFormat.BEFORE);
    DiskIo.readFully(file, before, offset);
    long payload = Integer.toUnsignedLong(before.getInt(0));
    long length = RecordFormat.BEFORE + payload + RecordFormat.AFTER;
    // The place is looked at first, because it is wrong at nearly every offset of a search.
    if (payload > maxPayload || length > size - offset || before.getLong(4) < nextPlace) {
      return null;
    }
    ByteBuffer record = ByteBuffer.allocate((int) length);
    DiskIo.readFully(file, record, offset);
    return RecordFormat.checked(record.array(), (int) length) ? record : null;
  }

  /** Looks behind a record that is not whole for others, and returns the most they call synced. */
  private long syncedClaimedAfter(long offset, long size) throws IOException {
    long most = 0;
    long at = offset + 1;
    while (at < size) {
      ByteBuffer record = wholeRecord(at, size);
      most = record == null ? most : Math.max(most, record.getLong(12));
      at += record == null ? 1 : record.capacity();
    }
    return most;
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
    byte[] record = RecordFormat.record(place, synced, payload);
    try {
      DiskIo.writeFully(file, ByteBuffer.wrap(record), end);
    } catch (IOException e) {
      throw failed("write", e);
    }
    slots.put(place, new Slot(end, record.length));
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
    Slot slot = slots.get(place);
    if (slot == null) {
      throw new IllegalArgumentException("there is no record at place " + place);
    }
    try {
      ByteBuffer record = ByteBuffer.allocate(slot.length);
      DiskIo.readFully(file, record, slot.offset);
      if (!RecordFormat.checked(record.array(), slot.length) || record.getLong(4) != place) {
        throw damaged(slot.offset);
      }
      byte[] payload = new byte[slot.length - RecordFormat.BEFORE - RecordFormat.AFTER];
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
   */
  public void compact(LongPredicate keep) {
    synchronized (syncing) {
      synchronized (this) {
        checkUsable();
        try {
          rewrite(keep);
        } catch (IOException e) {
          throw failed("make smaller", e);
        }
      }
    }
  }

  private void rewrite(LongPredicate keep) throws IOException {
    TreeMap<Long, Slot> moved = new TreeMap<>();
    long length = RecordFormat.HEADER;
    for (Map.Entry<Long, Slot> entry : slots.entrySet()) {
      if (keep.test(entry.getKey())) {
        moved.put(entry.getKey(), new Slot(length, entry.getValue().length));
        length += entry.getValue().length;
      }
    }
    DiskFile fresh = make(disk, path, nextPlace, length);
    try {
      for (Map.Entry<Long, Slot> entry : moved.entrySet()) {
        byte[] record = RecordFormat.record(entry.getKey(), 0, read(entry.getKey()));
        DiskIo.writeFully(fresh, ByteBuffer.wrap(record), entry.getValue().offset);
      }
      fresh.sync();
      disk.move(part(path), path);
    } catch (IOException | StoreException e) {
      close(fresh);
      throw e;
    }
    close(file);
    file = fresh;
    slots.clear();
    slots.putAll(moved);
    end = length;
    synced = length;
  }

  /** Makes a file beside the log for records up to a length, and writes its header. */
  private static DiskFile make(Disk disk, Path path, long nextPlace, long length)
      throws IOException {
    disk.delete(part(path));
    DiskFile fresh = disk.open(part(path));
    try {
      DiskIo.writeFully(fresh, ByteBuffer.wrap(RecordFormat.header(nextPlace, length)), 0);
      return fresh;
    } catch (IOException e) {
      close(fresh);
      throw e;
    }
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

  private StoreException damaged(long offset) {
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
