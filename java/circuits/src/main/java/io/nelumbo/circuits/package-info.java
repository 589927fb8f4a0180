/**
 * The Java face of the circuit library: compiled statements, their fingerprints and solved
 * witnesses.
 */
@NullMarked
package io.nelumbo.circuits;

import org.jspecify.annotations.NullMarked;
