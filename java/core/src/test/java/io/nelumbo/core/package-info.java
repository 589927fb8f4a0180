/** Tests of the protocol types, and the seeded generators that other modules' tests use. */
package io.nelumbo.core;
