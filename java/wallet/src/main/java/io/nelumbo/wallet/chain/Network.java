package io.nelumbo.wallet.chain;

import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;

/**
 * The network that a wallet belongs to; fixed for the life of the wallet, but for the minimum fee.
 *
 * @param kind development or production
 * @param chain chain id
 * @param genesisHash hash of the genesis
 * @param pool the pool's id, 1..255
 * @param minFee least fee of a transaction, native
 */
public record Network(NetworkKind kind, int chain, Bytes32 genesisHash, int pool, Amount minFee) {
  /** The id of the native asset. */
  public AssetId nativeAsset() {
    return AssetId.nativeAsset(chain);
  }
}
