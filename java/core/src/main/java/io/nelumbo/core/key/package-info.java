/** Public keys and addresses; secret keys live in the wallet. */
@NullMarked
package io.nelumbo.core.key;

import org.jspecify.annotations.NullMarked;
