/**
 * A prover in a supervised process of its own: frames over its standard streams, the same classes.
 */
@NullMarked
package io.nelumbo.prover.child;

import org.jspecify.annotations.NullMarked;
