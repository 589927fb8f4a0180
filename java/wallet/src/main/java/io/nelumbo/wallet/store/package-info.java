/** What the wallet remembers, in one SQLite file. */
@NullMarked
package io.nelumbo.wallet.store;

import org.jspecify.annotations.NullMarked;
