/** Finding the wallet's notes among everyone's. */
@NullMarked
package io.nelumbo.wallet.scan;

import org.jspecify.annotations.NullMarked;
