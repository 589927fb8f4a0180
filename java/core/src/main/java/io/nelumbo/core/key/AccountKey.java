package io.nelumbo.core.key;

import io.nelumbo.core.codec.Bech32m;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.value.Bytes32;

/**
 * The Ed25519 public key of a transparent account (RFC 8032), ordered by its bytes. The
 * y-coordinate is canonical; whether the bytes are a point, and of which order, is checked where a
 * signature is.
 *
 * @param bytes the 32 bytes
 */
public record AccountKey(Bytes32 bytes) implements Comparable<AccountKey> {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** Refuses a y-coordinate of 2^255 - 19 or more. */
  public AccountKey {
    if (!Curve25519.isBelowModulus(bytes.toByteArray(), 0x7f)) {
      throw new InvalidValueException("", "is not a canonical Ed25519 key");
    }
  }

  /** Copies 32 bytes. */
  public static AccountKey of(byte[] bytes) {
    return new AccountKey(Bytes32.of(bytes));
  }

  /** Reads 32 bytes. */
  public static AccountKey read(ByteReader reader, String field) throws DecodeException {
    int start = reader.position();
    Bytes32 bytes = Bytes32.read(reader, field);
    return reader.build(field, start, () -> new AccountKey(bytes));
  }

  /**
   * Reads an account's text.
   *
   * @param text bech32m
   * @param prefix the network's prefix, see {@link io.nelumbo.core.value.NetworkKind#accountPrefix}
   */
  public static AccountKey parse(String text, String prefix) throws DecodeException {
    return new ByteReader("account", Bech32m.decode("account", prefix, text, LENGTH))
        .slice("", LENGTH, reader -> read(reader, ""));
  }

  /** The account's text under a prefix. */
  public String text(String prefix) {
    return Bech32m.encode(prefix, toByteArray());
  }

  /** Appends 32 bytes. */
  public void write(ByteWriter writer) {
    bytes.write(writer);
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  @Override
  public int compareTo(AccountKey other) {
    return bytes.compareTo(other.bytes);
  }

  /** Hexadecimal. */
  @Override
  public String toString() {
    return bytes.toString();
  }
}
