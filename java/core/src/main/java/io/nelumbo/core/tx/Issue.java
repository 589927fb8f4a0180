package io.nelumbo.core.tx;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.value.Amount;

/**
 * New units of an asset of the signing account. The asset's id follows from chain, account key and
 * nonce.
 *
 * @param assetNonce which of the account's assets, 64 unsigned bits
 * @param amount greater than zero
 * @param to the account that receives it
 */
public record Issue(long assetNonce, Amount amount, AccountKey to) {
  /** Length in bytes. */
  public static final int LENGTH = 48;

  /** Refuses an amount of zero. */
  public Issue {
    Rules.positive("amount", amount);
  }

  static Issue read(ByteReader reader) throws DecodeException {
    int start = reader.position();
    long assetNonce = reader.u64("asset_nonce");
    Amount amount = Amount.read(reader, "amount");
    AccountKey to = AccountKey.read(reader, "to");
    return reader.build("", start, () -> new Issue(assetNonce, amount, to));
  }

  void write(ByteWriter writer) {
    writer.u64(assetNonce);
    amount.write(writer);
    to.write(writer);
  }
}
