package io.nelumbo.core.tx;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;

/**
 * An amount that an account receives (docs/protocol/transactions.md 3).
 *
 * @param account the receiver
 * @param asset the asset
 * @param amount greater than zero
 */
public record Credit(AccountKey account, AssetId asset, Amount amount) {
  /** Length in bytes. */
  public static final int LENGTH = 72;

  /** Refuses an amount of zero. */
  public Credit {
    Rules.positive("amount", amount);
  }

  static Credit read(ByteReader reader) throws DecodeException {
    int start = reader.position();
    AccountKey account = AccountKey.read(reader, "account");
    AssetId asset = AssetId.read(reader, "asset");
    Amount amount = Amount.read(reader, "amount");
    return reader.build("", start, () -> new Credit(account, asset, amount));
  }

  void write(ByteWriter writer) {
    account.write(writer);
    asset.write(writer);
    amount.write(writer);
  }
}
