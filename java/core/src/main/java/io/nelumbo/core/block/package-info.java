/** Genesis, block headers and blocks (docs/protocol/chain.md). */
@NullMarked
package io.nelumbo.core.block;

import org.jspecify.annotations.NullMarked;
