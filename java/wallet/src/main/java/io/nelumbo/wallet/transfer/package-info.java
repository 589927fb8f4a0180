/** From what a user wants to a signed transaction. */
@NullMarked
package io.nelumbo.wallet.transfer;

import org.jspecify.annotations.NullMarked;
