/**
 * Malformed encodings by class and a table that counts what became of them, published in the
 * test-jar for the tests of every module.
 */
package io.nelumbo.core.mutation;
