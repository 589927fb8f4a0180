/** Counters and timers of the node. Known by every room, knows none. */
@NullMarked
package io.nelumbo.node.metrics;

import org.jspecify.annotations.NullMarked;
