package io.nelumbo.wallet.transfer;

import io.nelumbo.core.tx.Transaction;
import io.nelumbo.prover.ProofResult;
import java.util.List;

/** A signed transaction and what its proofs took, one entry an action. */
public record BuiltTransaction(Transaction transaction, List<ProofResult> proofs) {}
