package io.nelumbo.wallet;

import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import java.util.SortedMap;

/**
 * What a wallet holds, by asset; an asset of which there is nothing has no entry.
 *
 * @param spendable private notes that can be spent now
 * @param pending private notes set aside for transactions on their way; their change comes back
 *     with the block
 * @param transparent the transparent account
 */
public record Balance(
    SortedMap<AssetId, Amount> spendable,
    SortedMap<AssetId, Amount> pending,
    SortedMap<AssetId, Amount> transparent) {}
