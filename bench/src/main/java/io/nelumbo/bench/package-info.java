/** Benchmarks behind every figure that the project states. */
@NullMarked
package io.nelumbo.bench;

import org.jspecify.annotations.NullMarked;
