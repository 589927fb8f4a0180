/** Tests of the command line. */
@NullMarked
package io.nelumbo.cli;

import org.jspecify.annotations.NullMarked;
