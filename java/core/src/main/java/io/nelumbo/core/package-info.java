/**
 * Protocol types of Nelumbo and their bytes: notes, keys, trees, values, transactions and codecs.
 */
@NullMarked
package io.nelumbo.core;

import org.jspecify.annotations.NullMarked;
