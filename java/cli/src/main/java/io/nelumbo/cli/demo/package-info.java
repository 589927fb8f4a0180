/**
 * The demonstration: a network of three processes, two wallets, payments, attacks, and what it all
 * took.
 */
@NullMarked
package io.nelumbo.cli.demo;

import org.jspecify.annotations.NullMarked;
