/** The wire contract of a node and a thin client for it. */
@NullMarked
package io.nelumbo.api;

import org.jspecify.annotations.NullMarked;
