/** The node process: peers, mempool, consensus, ledger, store and API. */
@NullMarked
package io.nelumbo.node;

import org.jspecify.annotations.NullMarked;
