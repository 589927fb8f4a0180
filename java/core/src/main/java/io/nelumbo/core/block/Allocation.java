package io.nelumbo.core.block;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.value.Amount;

/**
 * What an account holds of the native asset when a network begins.
 *
 * @param account the account
 * @param amount the amount
 */
public record Allocation(AccountKey account, Amount amount) {
  static final int LENGTH = 40;

  static Allocation read(ByteReader reader) throws DecodeException {
    return new Allocation(AccountKey.read(reader, "account"), Amount.read(reader, "amount"));
  }

  void write(ByteWriter writer) {
    account.write(writer);
    amount.write(writer);
  }
}
