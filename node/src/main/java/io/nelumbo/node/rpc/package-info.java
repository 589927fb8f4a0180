/** The API of the node over HTTP. The only room with Armeria types. */
@NullMarked
package io.nelumbo.node.rpc;

import org.jspecify.annotations.NullMarked;
