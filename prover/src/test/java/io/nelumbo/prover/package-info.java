/** Tests of the prover. */
@NullMarked
package io.nelumbo.prover;

import org.jspecify.annotations.NullMarked;
