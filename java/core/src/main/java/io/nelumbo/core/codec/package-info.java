/** Bounded canonical parsing and writing of bytes, text encodings and BLAKE2b. */
@NullMarked
package io.nelumbo.core.codec;

import org.jspecify.annotations.NullMarked;
