/** Turns a plan, or a circuit with inputs, into a proof that has been verified. */
@NullMarked
package io.nelumbo.prover;

import org.jspecify.annotations.NullMarked;
