/** Bytes at rest: a key-value store with atomic, synced batches. Types of RocksDB stay in here. */
@NullMarked
package io.nelumbo.node.store;

import org.jspecify.annotations.NullMarked;
