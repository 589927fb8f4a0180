package io.nelumbo.core.tx;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.key.AccountKey;
import java.util.Comparator;
import java.util.List;

/**
 * An account that signs the transaction (docs/protocol/transactions.md 2).
 *
 * @param key the account
 * @param nonce the account's next nonce, 64 unsigned bits
 * @param debits at most 16, strictly ascending by asset
 * @param issues at most 16
 */
public record AccountEntry(AccountKey key, long nonce, List<Debit> debits, List<Issue> issues) {
  /** The most debits, and the most issues. */
  public static final int MAX_ITEMS = 16;

  static final int MIN_LENGTH = AccountKey.LENGTH + 8 + 1 + 1 + Debit.LENGTH;

  /** Checks counts and order, and that there is a debit or an issue. */
  public AccountEntry {
    debits = List.copyOf(debits);
    issues = List.copyOf(issues);
    Rules.atMost("debits", debits, MAX_ITEMS);
    Rules.atMost("issues", issues, MAX_ITEMS);
    Rules.strictlyAscending("debits", debits, Comparator.comparing(Debit::asset));
    if (debits.isEmpty() && issues.isEmpty()) {
      throw new InvalidValueException("", "has neither a debit nor an issue");
    }
  }

  static AccountEntry read(ByteReader reader) throws DecodeException {
    int start = reader.position();
    AccountKey key = AccountKey.read(reader, "key");
    long nonce = reader.u64("nonce");
    int debitCount = reader.count8("debits", MAX_ITEMS, Debit.LENGTH);
    List<Debit> debits = reader.list("debits", debitCount, Debit::read);
    int issueCount = reader.count8("issues", MAX_ITEMS, Issue.LENGTH);
    List<Issue> issues = reader.list("issues", issueCount, Issue::read);
    return reader.build("", start, () -> new AccountEntry(key, nonce, debits, issues));
  }

  void write(ByteWriter writer) {
    key.write(writer);
    writer.u64(nonce);
    writer.u8(debits.size()).each(debits, Debit::write);
    writer.u8(issues.size()).each(issues, Issue::write);
  }
}
