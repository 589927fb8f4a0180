/** Keeps keys, finds notes on the chain, selects them and builds transactions. */
@NullMarked
package io.nelumbo.wallet;

import org.jspecify.annotations.NullMarked;
