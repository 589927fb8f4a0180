package io.nelumbo.core.tx;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Bytes32;

/**
 * Names the bytes of a transaction, proofs and signatures included.
 *
 * @param bytes the 32 bytes
 */
public record WtxId(Bytes32 bytes) implements Comparable<WtxId> {
  /** Copies 32 bytes. */
  public static WtxId of(byte[] bytes) {
    return new WtxId(Bytes32.of(bytes));
  }

  /** Reads 64 hexadecimal digits. */
  public static WtxId parseHex(String text) throws DecodeException {
    return new WtxId(Bytes32.parseHex("wtxid", text));
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  @Override
  public int compareTo(WtxId other) {
    return bytes.compareTo(other.bytes);
  }

  /** Hexadecimal. */
  @Override
  public String toString() {
    return bytes.toString();
  }
}
