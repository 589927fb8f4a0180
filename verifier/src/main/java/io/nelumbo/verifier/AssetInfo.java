package io.nelumbo.verifier;

import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the ledger knows of an asset (docs/protocol/chain.md 5, space 4).
 *
 * @param issuer the issuing account's key, 32 zero bytes for the native asset
 * @param nonce the issuer's asset nonce, unsigned
 * @param issued the whole supply
 */
public record AssetInfo(Bytes32 issuer, long nonce, Amount issued) {
  private static final int LENGTH = 48;

  /** Returns the state value's bytes. */
  public byte[] toByteArray() {
    ByteWriter out = new ByteWriter(LENGTH);
    issuer.write(out);
    out.u64(nonce);
    issued.write(out);
    return out.toByteArray();
  }

  /** Reads a state value. */
  public static AssetInfo ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an asset's state value has 48 bytes");
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes, 32, 16);
    return new AssetInfo(
        Bytes32.of(Arrays.copyOf(bytes, 32)), numbers.getLong(), Amount.of(numbers.getLong()));
  }
}
