package io.nelumbo.wallet.store;

import io.nelumbo.core.value.Bytes32;

/**
 * A block that was scanned: its height, its hash, and the number of leaves of the tree after it.
 */
public record ScannedBlock(long height, Bytes32 hash, long leaves) {}
