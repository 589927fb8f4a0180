/** What the wallet needs of a chain, as interfaces that others implement. */
@NullMarked
package io.nelumbo.wallet.chain;

import org.jspecify.annotations.NullMarked;
