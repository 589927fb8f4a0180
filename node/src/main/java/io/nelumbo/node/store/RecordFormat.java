package io.nelumbo.node.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link RecordLog}.
 *
 * <pre>
 * file    "NLBLOG" ‖ u16 1 ‖ u64 next place ‖ u64 synced ‖ u32 checksum   at its making
 * record  u32 payload length ‖ u64 place ‖ u64 synced ‖ payload ‖ u32 checksum
 * </pre>
 *
 * <p>Numbers are big-endian; a checksum is CRC-32C of what stands before it in the header or
 * record; synced is the length of the file that was on the medium when the bytes were made.
 */
final class RecordFormat {
  static final int HEADER = 28;

  /** What stands before the payload of a record. */
  static final int BEFORE = 20;

  /** What stands after it. */
  static final int AFTER = 4;

  private static final long MAGIC = 0x4e4c424c4f470001L;

  private RecordFormat() {}

  static byte[] header(long nextPlace, long synced) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC).putLong(nextPlace).putLong(synced);
    return header.putInt(checksum(header.array(), HEADER - AFTER)).array();
  }

  static boolean isHeader(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong() == MAGIC && checked(bytes, HEADER);
  }

  static byte[] record(long place, long synced, byte[] payload) {
    ByteBuffer record = ByteBuffer.allocate(BEFORE + payload.length + AFTER);
    record.putInt(payload.length).putLong(place).putLong(synced).put(payload);
    return record.putInt(checksum(record.array(), record.position())).array();
  }

  /** Returns whether the checksum at the end of {@code length} bytes is theirs. */
  static boolean checked(byte[] bytes, int length) {
    return ByteBuffer.wrap(bytes).getInt(length - AFTER) == checksum(bytes, length - AFTER);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }
}
