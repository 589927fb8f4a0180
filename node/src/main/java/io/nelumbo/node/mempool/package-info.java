/** Valid transactions that wait for a block. */
@NullMarked
package io.nelumbo.node.mempool;

import org.jspecify.annotations.NullMarked;
