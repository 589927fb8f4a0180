package io.nelumbo.node.ledger;

/**
 * Where a transaction was committed.
 *
 * @param height of its block
 * @param index in its block, from 0
 */
public record TransactionPlace(long height, int index) {}
