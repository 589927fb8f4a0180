/** What peers tell each other: messages, verify before relay, catch-up, scores and bans. */
@NullMarked
package io.nelumbo.node.gossip;

import org.jspecify.annotations.NullMarked;
