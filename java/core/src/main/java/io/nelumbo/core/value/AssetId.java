package io.nelumbo.core.value;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.codec.InvalidValueException;

/**
 * The id of an asset: an element of F that is not 0 (docs/protocol/hashes.md 5). Ordered by its
 * bytes.
 *
 * @param value the element
 */
public record AssetId(FieldElement value) implements Comparable<AssetId> {
  /** Refuses 0, which stands for "no asset". */
  public AssetId {
    if (value.isZero()) {
      throw new InvalidValueException("", "zero is not an asset");
    }
  }

  /**
   * The id of the asset that an account issues under a nonce.
   *
   * @param chain the chain id, 32 unsigned bits
   * @param issuerKey the issuer's Ed25519 key
   * @param nonce the asset nonce, 64 unsigned bits
   */
  public static AssetId derive(int chain, Bytes32 issuerKey, long nonce) {
    byte[] input =
        new ByteWriter(44).u32(chain).bytes(issuerKey.toByteArray()).u64(nonce).toByteArray();
    return new AssetId(FieldElement.reduce(Blake2b.hash512(HashTag.ASSET_ID, input)));
  }

  /** The native asset of a chain: issuer key of 32 zero bytes and nonce 0; nobody can issue it. */
  public static AssetId nativeAsset(int chain) {
    return derive(chain, Bytes32.ZERO, 0);
  }

  /** Reads 32 bytes. */
  public static AssetId read(ByteReader reader, String field) throws DecodeException {
    int start = reader.position();
    FieldElement value = FieldElement.read(reader, field);
    return reader.build(field, start, () -> new AssetId(value));
  }

  /** Reads 64 hexadecimal digits. */
  public static AssetId parseHex(String field, String text) throws DecodeException {
    FieldElement value = FieldElement.parseHex(field, text);
    if (value.isZero()) {
      throw new DecodeException(field, "zero is not an asset", -1);
    }
    return new AssetId(value);
  }

  /** Appends 32 bytes. */
  public void write(ByteWriter writer) {
    value.write(writer);
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return value.toByteArray();
  }

  @Override
  public int compareTo(AssetId other) {
    return value.bytes().compareTo(other.value.bytes());
  }

  /** Hexadecimal. */
  @Override
  public String toString() {
    return value.toString();
  }
}
