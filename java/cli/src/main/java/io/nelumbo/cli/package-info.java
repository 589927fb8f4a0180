/** The command line of Nelumbo, one class for each group of commands. */
@NullMarked
package io.nelumbo.cli;

import org.jspecify.annotations.NullMarked;
