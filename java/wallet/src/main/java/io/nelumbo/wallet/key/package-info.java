/** Secrets of a wallet: the mnemonic, the keys that follow from it, and how they rest on disk. */
@NullMarked
package io.nelumbo.wallet.key;

import org.jspecify.annotations.NullMarked;
