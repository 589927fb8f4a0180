/** The one door by which transactions and blocks come into the node. */
@NullMarked
package io.nelumbo.node.admission;

import org.jspecify.annotations.NullMarked;
