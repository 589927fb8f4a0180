/** A small network with known keys, for the tests of the rules and of the node. */
package io.nelumbo.verifier.kit;
