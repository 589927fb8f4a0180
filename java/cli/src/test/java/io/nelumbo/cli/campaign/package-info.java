/**
 * Real nodes in processes of their own, ended without warning at random and at named points under a
 * stream of real transactions, and everything that was acknowledged looked for afterwards.
 */
package io.nelumbo.cli.campaign;
