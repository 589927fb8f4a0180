/** Values without structure: fixed-size byte strings, elements of F, assets and amounts. */
@NullMarked
package io.nelumbo.core.value;

import org.jspecify.annotations.NullMarked;
