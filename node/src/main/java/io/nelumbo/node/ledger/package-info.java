/** The chain's state: note tree, nullifiers, accounts, assets, blocks, and the state commitment. */
@NullMarked
package io.nelumbo.node.ledger;

import org.jspecify.annotations.NullMarked;
