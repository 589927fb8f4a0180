package io.nelumbo.wallet.chain;

import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import java.util.SortedMap;

/** A transparent account: its next nonce and what it holds, assets with nothing left out. */
public record AccountState(long nextNonce, SortedMap<AssetId, Amount> balances) {
  /** What it holds of one asset. */
  public Amount balance(AssetId asset) {
    return balances.getOrDefault(asset, Amount.ZERO);
  }
}
