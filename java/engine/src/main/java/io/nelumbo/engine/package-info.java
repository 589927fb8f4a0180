/**
 * The Java face of the native library: proving, verifying and the batch computations of the
 * protocol.
 */
@NullMarked
package io.nelumbo.engine;

import org.jspecify.annotations.NullMarked;
