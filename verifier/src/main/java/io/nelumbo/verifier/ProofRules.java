package io.nelumbo.verifier;

import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.FieldElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Stage 5 of docs/protocol/transactions.md 9: the proofs, one batch for each circuit, with public
 * inputs rebuilt from the bodies.
 */
final class ProofRules {
  private static final int COORDINATES = 64;

  private final NativeChecks checks;
  private final Verdict[] verdicts;
  private final Map<CircuitId, Batch> batches = new EnumMap<>(CircuitId.class);

  private ProofRules(NativeChecks checks, int transactions) {
    this.checks = checks;
    verdicts = new Verdict[transactions];
    Arrays.fill(verdicts, Verdict.accept());
  }

  /** Judges each transaction: accepted when every one of its proofs holds. */
  static List<Verdict> check(List<Transaction> transactions, NativeChecks checks) {
    ProofRules rules = new ProofRules(checks, transactions.size());
    for (int i = 0; i < transactions.size(); i++) {
      rules.collect(i, transactions.get(i));
    }
    rules.batches.forEach(rules::judge);
    return List.of(rules.verdicts);
  }

  private void collect(int owner, Transaction transaction) {
    TransactionBody body = transaction.body();
    if (body.actions().isEmpty()) {
      return;
    }
    ByteWriter keys = new ByteWriter(32 * body.actions().size());
    body.actions().forEach(action -> action.rk().write(keys));
    NativeChecks.Points points = checks.decode(keys.toByteArray());
    FieldElement context = body.context();
    for (int i = 0; i < body.actions().size(); i++) {
      if (!points.valid()[i]) {
        verdicts[owner] =
            Verdict.reject(
                Reason.BAD_SIGNATURE,
                "actions[" + i + "].rk: not canonical, not on the curve or of small order");
        return;
      }
      Action action = body.actions().get(i);
      byte[] coordinates =
          Arrays.copyOfRange(points.coordinates(), COORDINATES * i, COORDINATES * (i + 1));
      Batch batch = batches.computeIfAbsent(action.circuit(), circuit -> new Batch());
      batch.owners.add(owner);
      transaction.authorization().actions().get(i).proof().write(batch.proofs);
      batch.publicInputs.bytes(PublicInputs.of(body, context, action, coordinates));
    }
  }

  private void judge(CircuitId circuit, Batch batch) {
    boolean[] valid =
        checks.groth16(circuit, batch.proofs.toByteArray(), batch.publicInputs.toByteArray());
    if (valid.length != batch.owners.size()) {
      throw new IllegalStateException("one answer for each proof is needed");
    }
    for (int i = 0; i < valid.length; i++) {
      if (!valid[i]) {
        verdicts[batch.owners.get(i)] =
            Verdict.reject(
                Reason.BAD_PROOF,
                "actions: a proof of " + circuit.circuitName() + " does not hold");
      }
    }
  }

  /** The proofs of one circuit and the transactions that they belong to. */
  private static final class Batch {
    private final List<Integer> owners = new ArrayList<>();
    private final ByteWriter proofs = new ByteWriter(0);
    private final ByteWriter publicInputs = new ByteWriter(0);
  }
}
