package io.nelumbo.verifier;

import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.TransactionBody;
import java.util.Optional;

/** Stage 2 of docs/protocol/transactions.md 9: what the body and the network's constants tell. */
final class CheapRules {
  private CheapRules() {}

  /** Judges a body for inclusion at {@code height}. */
  static Verdict check(TransactionBody body, NetworkParameters parameters, long height) {
    if (body.chain() != parameters.chain()) {
      return Verdict.reject(
          Reason.WRONG_CHAIN,
          "chain: is " + id(body.chain()) + ", this network is " + id(parameters.chain()));
    }
    if (Long.compareUnsigned(height, body.expiryHeight()) > 0) {
      return Verdict.ignore(
          Reason.EXPIRED,
          "expiry_height: " + decimal(body.expiryHeight()) + " is below height " + height);
    }
    if (Long.compareUnsigned(body.expiryHeight(), height + NetworkParameters.MAX_EXPIRY_AHEAD)
        > 0) {
      return Verdict.defer(
          Reason.EXPIRY_TOO_FAR,
          "expiry_height: more than " + NetworkParameters.MAX_EXPIRY_AHEAD + " blocks ahead");
    }
    if (body.fee().compareTo(parameters.minFee()) < 0) {
      return Verdict.defer(
          Reason.FEE_TOO_LOW,
          "fee: is " + body.fee() + ", at least " + parameters.minFee() + " is needed");
    }
    if (body.pool() != parameters.pool()) {
      return Verdict.reject(Reason.POOL_CLOSED, "pool: " + body.pool() + " is not open");
    }
    return checkCircuits(body, parameters, height);
  }

  private static Verdict checkCircuits(
      TransactionBody body, NetworkParameters parameters, long height) {
    for (Action action : body.actions()) {
      Optional<GenesisCircuit> rule = parameters.circuit(action.circuit());
      if (rule.isEmpty()) {
        return Verdict.reject(
            Reason.CIRCUIT_DISABLED,
            "actions: circuit " + action.circuit().circuitName() + " is not of this network");
      }
      if (Long.compareUnsigned(height, rule.get().fromHeight()) < 0) {
        return Verdict.defer(
            Reason.CIRCUIT_DISABLED,
            "actions: circuit "
                + action.circuit().circuitName()
                + " is enabled from height "
                + decimal(rule.get().fromHeight()));
      }
    }
    return Verdict.accept();
  }

  private static String id(int chain) {
    return Integer.toUnsignedString(chain);
  }

  private static String decimal(long height) {
    return Long.toUnsignedString(height);
  }
}
