package io.nelumbo.core.key;

import io.nelumbo.core.codec.Bech32m;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.FieldElement;

/**
 * A shielded address (docs/protocol/keys.md 4): 80 bytes.
 *
 * @param d the diversifier
 * @param o the owner that notes to this address carry
 * @param pkD the key that notes to this address are encrypted to
 */
public record Address(Diversifier d, FieldElement o, X25519Key pkD) {
  /** Length in bytes. */
  public static final int LENGTH = 80;

  /** Reads exactly 80 bytes. */
  public static Address parse(byte[] bytes) throws DecodeException {
    ByteReader reader = ByteReader.bounded("address", bytes, LENGTH);
    Diversifier d = Diversifier.of(reader.bytes("d", Diversifier.LENGTH));
    FieldElement o = FieldElement.read(reader, "o");
    X25519Key pkD = X25519Key.read(reader, "pk_d");
    reader.finish();
    return new Address(d, o, pkD);
  }

  /**
   * Reads an address's text.
   *
   * @param text bech32m
   * @param prefix the network's prefix, see {@link io.nelumbo.core.value.NetworkKind#addressPrefix}
   */
  public static Address parse(String text, String prefix) throws DecodeException {
    return parse(Bech32m.decode("address", prefix, text, LENGTH));
  }

  /** The 80 bytes. */
  public byte[] bytes() {
    ByteWriter writer = new ByteWriter(LENGTH);
    d.write(writer);
    o.write(writer);
    pkD.write(writer);
    return writer.toByteArray();
  }

  /** The address's text under a prefix. */
  public String text(String prefix) {
    return Bech32m.encode(prefix, bytes());
  }
}
