/** Who makes the next block. */
@NullMarked
package io.nelumbo.node.consensus;

import org.jspecify.annotations.NullMarked;
