/** Tests of the supervised prover process, with real processes. */
@NullMarked
package io.nelumbo.prover.child;

import org.jspecify.annotations.NullMarked;
