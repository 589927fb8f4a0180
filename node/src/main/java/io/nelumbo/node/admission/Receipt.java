package io.nelumbo.node.admission;

import io.nelumbo.verifier.Verdict;

/**
 * The answer to a transaction that a client handed in.
 *
 * @param verdict of this node
 * @param journalPlace where the transaction stands in the journal of the mempool, from 1 on: it
 *     then outlives this process and machine; 0 when it was not acknowledged
 */
public record Receipt(Verdict verdict, long journalPlace) {}
