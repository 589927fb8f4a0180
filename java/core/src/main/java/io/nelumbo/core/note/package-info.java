/** Public parts of notes: commitments, nullifiers and encrypted outputs. */
@NullMarked
package io.nelumbo.core.note;

import org.jspecify.annotations.NullMarked;
