/**
 * Seeded generators of protocol values, published in the test-jar for the tests of every module.
 */
package io.nelumbo.core.arb;
