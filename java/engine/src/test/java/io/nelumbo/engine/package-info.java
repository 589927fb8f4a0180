/**
 * Tests of the boundary to the native library: lengths, statuses, handles, and the project's own
 * vectors.
 */
package io.nelumbo.engine;
