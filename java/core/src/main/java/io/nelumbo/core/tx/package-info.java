/** Transactions and their bytes (docs/protocol/transactions.md). */
@NullMarked
package io.nelumbo.core.tx;

import org.jspecify.annotations.NullMarked;
