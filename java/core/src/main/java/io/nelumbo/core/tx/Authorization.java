package io.nelumbo.core.tx;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Signature64;
import java.util.List;

/**
 * What allows a transaction (docs/protocol/transactions.md 5).
 *
 * @param accountSignatures the Ed25519 signature of each account entry, in their order
 * @param actions proof and signature of each action, in their order
 */
public record Authorization(
    List<Signature64> accountSignatures, List<ActionAuthorization> actions) {

  /** Copies the lists. */
  public Authorization {
    accountSignatures = List.copyOf(accountSignatures);
    actions = List.copyOf(actions);
    Rules.atMost("account_signatures", accountSignatures, TransactionBody.MAX_ACCOUNTS);
    Rules.atMost("actions", actions, TransactionBody.MAX_ACTIONS);
  }

  static Authorization read(ByteReader reader, TransactionBody body) throws DecodeException {
    return new Authorization(
        reader.list("account_signatures", body.accounts().size(), r -> Signature64.read(r, "")),
        reader.list("actions", body.actions().size(), ActionAuthorization::read));
  }

  void write(ByteWriter writer) {
    writer.each(accountSignatures, Signature64::write);
    writer.each(actions, ActionAuthorization::write);
  }
}
