/** Tests of the Java face of the circuit library. */
@NullMarked
package io.nelumbo.circuits;

import org.jspecify.annotations.NullMarked;
