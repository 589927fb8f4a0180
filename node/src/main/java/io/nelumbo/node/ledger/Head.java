package io.nelumbo.node.ledger;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.Bytes32;

/**
 * The newest block.
 *
 * @param height 0 for the genesis
 * @param hash its hash
 * @param timeMillis its time, milliseconds since 1970
 * @param noteTreeRoot the anchor after it
 * @param notes the number of note commitments after it
 * @param stateCommitment the root of the state tree after it
 * @param totalTransactions in all blocks up to it
 */
public record Head(
    long height,
    BlockHash hash,
    long timeMillis,
    Anchor noteTreeRoot,
    long notes,
    Bytes32 stateCommitment,
    long totalTransactions) {}
