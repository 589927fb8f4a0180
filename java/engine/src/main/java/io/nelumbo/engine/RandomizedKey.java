package io.nelumbo.engine;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.FieldElement;

/**
 * rk = ak + alpha G, public.
 *
 * @param rk the compressed point
 * @param x its first coordinate
 * @param y its second coordinate
 */
public record RandomizedKey(Bytes32 rk, FieldElement x, FieldElement y) {}
