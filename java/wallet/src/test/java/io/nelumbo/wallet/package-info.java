/** Tests of the wallet. */
@NullMarked
package io.nelumbo.wallet;

import org.jspecify.annotations.NullMarked;
