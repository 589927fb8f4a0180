package io.nelumbo.core.block;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Bytes32;

/**
 * Names a block: the hash of its header without the signature; of the genesis block, the genesis
 * hash.
 *
 * @param bytes the 32 bytes
 */
public record BlockHash(Bytes32 bytes) implements Comparable<BlockHash> {
  /** Copies 32 bytes. */
  public static BlockHash of(byte[] bytes) {
    return new BlockHash(Bytes32.of(bytes));
  }

  /** Reads 64 hexadecimal digits. */
  public static BlockHash parseHex(String text) throws DecodeException {
    return new BlockHash(Bytes32.parseHex("block hash", text));
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  @Override
  public int compareTo(BlockHash other) {
    return bytes.compareTo(other.bytes);
  }

  /** Hexadecimal. */
  @Override
  public String toString() {
    return bytes.toString();
  }
}
