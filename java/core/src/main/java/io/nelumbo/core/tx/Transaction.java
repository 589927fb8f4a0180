package io.nelumbo.core.tx;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.codec.InvalidValueException;

/**
 * A transaction: a body and what allows it. Parsing is the inverse of {@link #bytes}.
 *
 * @param body what it does
 * @param authorization as many signatures and proofs as the body asks for
 */
public record Transaction(TransactionBody body, Authorization authorization) {
  /** The most bytes of an encoding. */
  public static final int MAX_LENGTH = 65_536;

  /** The least bytes of an encoding. */
  public static final int MIN_LENGTH = 57 + AccountEntry.MIN_LENGTH + 64;

  /** Checks that body and authorization belong together in number. */
  public Transaction {
    if (authorization.accountSignatures().size() != body.accounts().size()) {
      throw new InvalidValueException(
          "authorization.account_signatures", "are not as many as the account entries");
    }
    if (authorization.actions().size() != body.actions().size()) {
      throw new InvalidValueException("authorization.actions", "are not as many as the actions");
    }
  }

  /** Reads exactly the bytes of a transaction. */
  public static Transaction parse(byte[] bytes) throws DecodeException {
    ByteReader reader = ByteReader.bounded("transaction", bytes, MAX_LENGTH);
    Transaction transaction = read(reader);
    reader.finish();
    return transaction;
  }

  /** Reads a transaction from where the reader stands. */
  public static Transaction read(ByteReader reader) throws DecodeException {
    TransactionBody body = TransactionBody.read(reader);
    Authorization authorization = reader.nested("authorization", r -> Authorization.read(r, body));
    return new Transaction(body, authorization);
  }

  /** The encoding. */
  public byte[] bytes() {
    ByteWriter writer = new ByteWriter(256 + body.actions().size() * 2304);
    body.write(writer);
    authorization.write(writer);
    return writer.toByteArray();
  }

  /** The id of what it does; computed at each call. */
  public TxId txid() {
    return body.txid();
  }

  /** The id of its bytes; computed at each call. */
  public WtxId wtxid() {
    return WtxId.of(Blake2b.hash256(HashTag.WTX_ID, bytes()));
  }
}
