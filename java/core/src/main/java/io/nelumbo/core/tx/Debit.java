package io.nelumbo.core.tx;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;

/**
 * An amount that leaves a signing account.
 *
 * @param asset the asset
 * @param amount greater than zero
 */
public record Debit(AssetId asset, Amount amount) {
  /** Length in bytes. */
  public static final int LENGTH = 40;

  /** Refuses an amount of zero. */
  public Debit {
    Rules.positive("amount", amount);
  }

  static Debit read(ByteReader reader) throws DecodeException {
    int start = reader.position();
    AssetId asset = AssetId.read(reader, "asset");
    Amount amount = Amount.read(reader, "amount");
    return reader.build("", start, () -> new Debit(asset, amount));
  }

  void write(ByteWriter writer) {
    asset.write(writer);
    amount.write(writer);
  }
}
