package io.nelumbo.node.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link RecordLog}.
 *
 * <pre>
 * file    "NLBLOG" ‖ u16 2 ‖ u64 next place ‖ u64 synced ‖ u64 salt ‖ u32 checksum   at its making
 * record  u32 payload length ‖ u64 place ‖ u64 synced ‖ payload ‖ u32 checksum
 * </pre>
 *
 * <p>Numbers are big-endian; synced is the length of the file that was on the medium when the bytes
 * were made. The checksum of the header is CRC-32C of what stands before it; that of a record is
 * CRC-32C of u64 salt ‖ u64 offset of the record ‖ what stands before it in the record. The salt is
 * random for each file and told to nobody, so that who chooses a payload cannot put into it what
 * looks like a record.
 */
final class RecordFormat {
  static final int HEADER = 36;

  /** What stands before the payload of a record. */
  static final int BEFORE = 20;

  /** What stands after it. */
  static final int AFTER = 4;

  private static final long MAGIC = 0x4e4c424c4f470002L;

  private RecordFormat() {}

  /** What ties a record to its file and its place there. */
  record Stamp(long salt, long offset) {}

  static byte[] header(long nextPlace, long synced, long salt) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC).putLong(nextPlace).putLong(synced).putLong(salt);
    return header.putInt(checksum(new CRC32C(), header.array(), HEADER - AFTER)).array();
  }

  static boolean isHeader(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    return header.getLong() == MAGIC
        && header.getInt(HEADER - AFTER) == checksum(new CRC32C(), bytes, HEADER - AFTER);
  }

  static byte[] record(Stamp stamp, long place, long synced, byte[] payload) {
    ByteBuffer record = ByteBuffer.allocate(BEFORE + payload.length + AFTER);
    record.putInt(payload.length).putLong(place).putLong(synced).put(payload);
    return record.putInt(checksum(seed(stamp), record.array(), record.position())).array();
  }

  /** Returns whether the checksum at the end of a record is its own. */
  static boolean checked(Stamp stamp, byte[] record) {
    int summed = record.length - AFTER;
    return ByteBuffer.wrap(record).getInt(summed) == checksum(seed(stamp), record, summed);
  }

  private static CRC32C seed(Stamp stamp) {
    CRC32C sum = new CRC32C();
    sum.update(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(stamp.salt).putLong(stamp.offset).flip());
    return sum;
  }

  private static int checksum(CRC32C sum, byte[] bytes, int length) {
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }
}
