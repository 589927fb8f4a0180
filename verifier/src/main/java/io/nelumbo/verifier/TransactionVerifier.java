package io.nelumbo.verifier;

import io.nelumbo.core.tx.Transaction;
import io.nelumbo.verifier.VerifierListener.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether transactions are valid, by the rules of docs/protocol/transactions.md 9 in their
 * order. The stages can be called one by one, so that a caller may hold a lock only for {@link
 * #checkState} and gather proofs into batches. Safe for use by several threads.
 */
public final class TransactionVerifier {
  private final NativeChecks checks;
  private final VerifierListener listener;

  /** Makes a verifier that computes with {@code checks} and reports times to {@code listener}. */
  public TransactionVerifier(NativeChecks checks, VerifierListener listener) {
    this.checks = checks;
    this.listener = listener;
  }

  /** Judges one transaction for inclusion at {@code height} on the state of {@code view}. */
  public Verdict verify(Transaction transaction, LedgerView view, long height) {
    return verifyBatch(List.of(transaction), view, height).get(0);
  }

  /**
   * Judges each transaction for inclusion at {@code height}, each alone on the state of {@code
   * view}. The verdicts are in the order of the transactions.
   */
  public List<Verdict> verifyBatch(List<Transaction> transactions, LedgerView view, long height) {
    List<Verdict> verdicts = new ArrayList<>(transactions.size());
    for (Transaction transaction : transactions) {
      Verdict verdict = checkCheap(transaction, view.parameters(), height);
      verdicts.add(verdict.accepted() ? checkState(transaction, view) : verdict);
    }
    return checkAuthorization(transactions, verdicts, view.parameters());
  }

  /** Stage 2: chain, expiry, fee, pool and circuits, for inclusion at {@code height}. */
  public Verdict checkCheap(Transaction transaction, NetworkParameters parameters, long height) {
    long start = System.nanoTime();
    Verdict verdict = CheapRules.check(transaction.body(), parameters, height);
    listener.stageDone(Stage.CHEAP, 1, System.nanoTime() - start);
    return verdict;
  }

  /** Stage 3: nullifiers, anchor, nonces, balance, funds and issues on the state of a view. */
  public Verdict checkState(Transaction transaction, LedgerView view) {
    long start = System.nanoTime();
    Verdict verdict = StateRules.check(transaction.body(), view);
    listener.stageDone(Stage.STATE, 1, System.nanoTime() - start);
    return verdict;
  }

  /** Stage 4: all signatures. */
  public List<Verdict> checkSignatures(
      List<Transaction> transactions, NetworkParameters parameters) {
    long start = System.nanoTime();
    List<Verdict> verdicts = SignatureRules.check(transactions, parameters.genesisHash(), checks);
    listener.stageDone(Stage.SIGNATURES, transactions.size(), System.nanoTime() - start);
    return verdicts;
  }

  /** Stage 5: all proofs. */
  public List<Verdict> checkProofs(List<Transaction> transactions) {
    long start = System.nanoTime();
    List<Verdict> verdicts = ProofRules.check(transactions, checks);
    listener.stageDone(Stage.PROOFS, transactions.size(), System.nanoTime() - start);
    return verdicts;
  }

  /**
   * Stages 4 and 5 for those transactions that {@code verdicts} still accepts.
   *
   * @return the verdicts of all, in order
   */
  public List<Verdict> checkAuthorization(
      List<Transaction> transactions, List<Verdict> verdicts, NetworkParameters parameters) {
    List<Verdict> signed =
        onlyAccepted(transactions, verdicts, rest -> checkSignatures(rest, parameters));
    return onlyAccepted(transactions, signed, this::checkProofs);
  }

  private static List<Verdict> onlyAccepted(
      List<Transaction> transactions, List<Verdict> verdicts, StageCheck check) {
    List<Transaction> rest = new ArrayList<>();
    for (int i = 0; i < transactions.size(); i++) {
      if (verdicts.get(i).accepted()) {
        rest.add(transactions.get(i));
      }
    }
    if (rest.isEmpty()) {
      return verdicts;
    }
    List<Verdict> judged = check.apply(rest);
    List<Verdict> merged = new ArrayList<>(verdicts);
    int next = 0;
    for (int i = 0; i < merged.size(); i++) {
      if (merged.get(i).accepted()) {
        merged.set(i, judged.get(next++));
      }
    }
    return merged;
  }

  /** A stage that judges a whole list. */
  @FunctionalInterface
  private interface StageCheck {
    List<Verdict> apply(List<Transaction> transactions);
  }
}
