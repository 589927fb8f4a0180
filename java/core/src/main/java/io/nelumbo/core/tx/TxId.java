package io.nelumbo.core.tx;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Bytes32;

/**
 * Names what a transaction does: the hash of its body, whatever its proofs and signatures.
 *
 * @param bytes the 32 bytes
 */
public record TxId(Bytes32 bytes) implements Comparable<TxId> {
  /** Copies 32 bytes. */
  public static TxId of(byte[] bytes) {
    return new TxId(Bytes32.of(bytes));
  }

  /** Reads 64 hexadecimal digits. */
  public static TxId parseHex(String text) throws DecodeException {
    return new TxId(Bytes32.parseHex("txid", text));
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  @Override
  public int compareTo(TxId other) {
    return bytes.compareTo(other.bytes);
  }

  /** Hexadecimal. */
  @Override
  public String toString() {
    return bytes.toString();
  }
}
