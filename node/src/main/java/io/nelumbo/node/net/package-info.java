/** Connections to peers: TLS, frames, limits and dialling. The only room with Netty types. */
@NullMarked
package io.nelumbo.node.net;

import org.jspecify.annotations.NullMarked;
