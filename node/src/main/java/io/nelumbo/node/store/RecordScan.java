package io.nelumbo.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a file of records holds, found by one pass over it. Records in front that are whole are
 * taken; behind the first that is not, one that says of itself that more than those was synced
 * shows damage.
 */
final class RecordScan {
  /** How much of a file is looked at in one piece behind its whole records. */
  private static final int WINDOW = 1 << 16;

  private static final int LEAST = RecordFormat.BEFORE + RecordFormat.AFTER;

  /** Where a record stands. */
  record Slot(long offset, int length) {}

  private final DiskFile file;
  private final int maxPayload;
  private final long size;
  private final TreeMap<Long, Slot> slots = new TreeMap<>();
  private long salt;
  private long end;
  private long nextPlace = 1;

  /** No place of the file is this or more, unless records follow that were not looked at. */
  private long nextPlaceAtMaking;

  private long synced;
  private boolean damaged;

  private RecordScan(DiskFile file, int maxPayload, long size) {
    this.file = file;
    this.maxPayload = maxPayload;
    this.size = size;
  }

  /** Reads a file to its end and changes nothing. */
  static RecordScan of(DiskFile file, int maxPayload) throws IOException {
    RecordScan scan = new RecordScan(file, maxPayload, file.size());
    scan.run();
    return scan;
  }

  private void run() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(RecordFormat.HEADER);
    if (size >= RecordFormat.HEADER) {
      DiskIo.readFully(file, header, 0);
    }
    if (size < RecordFormat.HEADER || !RecordFormat.isHeader(header.array())) {
      damaged = true;
      return;
    }
    nextPlaceAtMaking = header.getLong(8);
    synced = header.getLong(16);
    salt = header.getLong(24);
    end = RecordFormat.HEADER;
    ByteBuffer record = wholeRecord();
    while (record != null) {
      synced = Math.max(synced, record.getLong(12));
      nextPlace = record.getLong(4) + 1;
      slots.put(nextPlace - 1, new Slot(end, record.capacity()));
      end += record.capacity();
      record = wholeRecord();
    }
    nextPlace = Math.max(nextPlace, nextPlaceAtMaking);
    damaged = end < synced || laterOneSaysSynced();
  }

  /** Returns the record at the end of those found, or null when there is no whole one. */
  private @Nullable ByteBuffer wholeRecord() throws IOException {
    if (size - end < LEAST) {
      return null;
    }
    ByteBuffer before = ByteBuffer.allocate(RecordFormat.BEFORE);
    DiskIo.readFully(file, before, end);
    boolean plausible =
        fits(before.getInt(0), end)
            && before.getLong(4) >= nextPlace
            && before.getLong(12) >= 0
            && before.getLong(12) <= end;
    return plausible ? checked(before.getInt(0), end) : null;
  }

  private boolean fits(int payload, long offset) {
    return payload >= 0 && payload <= maxPayload && payload <= size - offset - LEAST;
  }

  private @Nullable ByteBuffer checked(int payload, long offset) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(LEAST + payload);
    DiskIo.readFully(file, record, offset);
    RecordFormat.Stamp stamp = new RecordFormat.Stamp(salt, offset);
    return RecordFormat.checked(stamp, record.array()) ? record : null;
  }

  /**
   * Looks behind a record that is not whole, at every offset, for one that calls it synced. What
   * stands there may be of an outsider's choice; the bounds on place and claim keep nearly every
   * offset from being read twice.
   */
  private boolean laterOneSaysSynced() throws IOException {
    for (long from = end + 1; from <= size - LEAST; from += WINDOW) {
      int length = (int) Math.min(WINDOW + RecordFormat.BEFORE - 1, size - from);
      ByteBuffer window = ByteBuffer.allocate(length);
      DiskIo.readFully(file, window, from);
      for (int at = 0; at < WINDOW && from + at <= size - LEAST; at++) {
        if (plausibleClaim(window, at, from + at)
            && checked(window.getInt(at), from + at) != null) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean plausibleClaim(ByteBuffer window, int at, long offset) {
    long place = window.getLong(at + 4);
    long claim = window.getLong(at + 12);
    return claim > end
        && claim <= offset
        && place >= 1
        && place <= nextPlace + (offset - end) / LEAST
        && fits(window.getInt(at), offset);
  }

  /** Whether bytes are wrong that were on the medium: those from {@link #end} on. */
  boolean damaged() {
    return damaged;
  }

  TreeMap<Long, Slot> slots() {
    return slots;
  }

  long salt() {
    return salt;
  }

  /** The length of the header and the whole records. */
  long end() {
    return end;
  }

  /** The length of the file. */
  long size() {
    return size;
  }

  long nextPlace() {
    return nextPlace;
  }

  /** How much of the file was surely on the medium before its last process ended. */
  long synced() {
    return synced;
  }
}
