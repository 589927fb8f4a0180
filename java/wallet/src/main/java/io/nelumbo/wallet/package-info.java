/**
 * The wallet: keys at rest, scanning, note selection and building of transactions. It sees the
 * chain through {@code chain}'s interfaces.
 */
@NullMarked
package io.nelumbo.wallet;

import org.jspecify.annotations.NullMarked;
