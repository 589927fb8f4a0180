package io.nelumbo.verifier;

import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stage 4 of docs/protocol/transactions.md 9: Ed25519 and RedJubjub over the sighash. */
final class SignatureRules {
  private SignatureRules() {}

  /** Judges each transaction. RedJubjub signatures of all of them go through one batch. */
  static List<Verdict> check(
      List<Transaction> transactions, Bytes32 genesisHash, NativeChecks checks) {
    Verdict[] verdicts = new Verdict[transactions.size()];
    Arrays.fill(verdicts, Verdict.accept());
    List<Integer> owners = new ArrayList<>();
    ByteWriter keys = new ByteWriter(0);
    ByteWriter signatures = new ByteWriter(0);
    ByteWriter messages = new ByteWriter(0);
    for (int i = 0; i < transactions.size(); i++) {
      Transaction transaction = transactions.get(i);
      Bytes32 sighash = transaction.body().sighash(genesisHash);
      verdicts[i] = checkAccounts(transaction, sighash);
      if (!verdicts[i].accepted()) {
        continue;
      }
      for (int j = 0; j < transaction.body().actions().size(); j++) {
        owners.add(i);
        transaction.body().actions().get(j).rk().write(keys);
        transaction.authorization().actions().get(j).signature().write(signatures);
        sighash.write(messages);
      }
    }
    if (!owners.isEmpty()) {
      boolean[] valid =
          checks.redJubjub(keys.toByteArray(), signatures.toByteArray(), messages.toByteArray());
      blame(verdicts, owners, valid);
    }
    return List.of(verdicts);
  }

  private static void blame(Verdict[] verdicts, List<Integer> owners, boolean[] valid) {
    if (valid.length != owners.size()) {
      throw new IllegalStateException("one answer for each signature is needed");
    }
    for (int i = 0; i < valid.length; i++) {
      if (!valid[i]) {
        verdicts[owners.get(i)] =
            Verdict.reject(Reason.BAD_SIGNATURE, "actions: a RedJubjub signature does not hold");
      }
    }
  }

  private static Verdict checkAccounts(Transaction transaction, Bytes32 sighash) {
    for (int i = 0; i < transaction.body().accounts().size(); i++) {
      if (!Ed25519Strict.verify(
          transaction.body().accounts().get(i).key(),
          sighash,
          transaction.authorization().accountSignatures().get(i))) {
        return Verdict.reject(
            Reason.BAD_SIGNATURE, "accounts[" + i + "]: the Ed25519 signature does not hold");
      }
    }
    return Verdict.accept();
  }
}
