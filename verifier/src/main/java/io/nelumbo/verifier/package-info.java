/**
 * Decides whether a transaction or a proof is valid, without state, secrets or input and output.
 */
@NullMarked
package io.nelumbo.verifier;

import org.jspecify.annotations.NullMarked;
