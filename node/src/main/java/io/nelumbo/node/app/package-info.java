/** The node as a whole: configuration, identity, data directory and the wiring of the rooms. */
@NullMarked
package io.nelumbo.node.app;

import org.jspecify.annotations.NullMarked;
