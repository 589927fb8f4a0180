/** Shape of the note commitment tree, its anchors and paths; hashing is the engine's. */
@NullMarked
package io.nelumbo.core.tree;

import org.jspecify.annotations.NullMarked;
