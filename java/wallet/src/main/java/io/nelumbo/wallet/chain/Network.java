package io.nelumbo.wallet.chain;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import java.util.Map;
import java.util.Optional;

/**
 * The network that a wallet belongs to; fixed for the life of the wallet. All of it follows from
 * the genesis.
 *
 * @param kind development or production
 * @param chain chain id
 * @param genesisHash hash of the genesis
 * @param pool the pool's id, 1..255
 * @param minFee least fee of a transaction, native
 * @param verifyingKeys hash of the verifying key of each circuit
 */
public record Network(
    NetworkKind kind,
    int chain,
    Bytes32 genesisHash,
    int pool,
    Amount minFee,
    Map<CircuitId, Bytes32> verifyingKeys) {

  /** Copies the map. */
  public Network {
    verifyingKeys = Map.copyOf(verifyingKeys);
  }

  /** The id of the native asset. */
  public AssetId nativeAsset() {
    return AssetId.nativeAsset(chain);
  }

  /** What a node states otherwise than this network, in words; empty when all agrees. */
  public Optional<String> contradiction(Network stated) {
    if (!genesisHash.equals(stated.genesisHash)) {
      return Optional.of(
          "this wallet belongs to the network with genesis "
              + genesisHash
              + ", but the node serves "
              + stated.genesisHash
              + "; name another node or another wallet");
    }
    if (!minFee.equals(stated.minFee)) {
      return Optional.of(
          "the node states a minimum fee of "
              + stated.minFee
              + ", but the network's is "
              + minFee
              + "; name another node");
    }
    // The genesis hash commits to the rest: a node that differs here is wrong or lies.
    return equals(stated)
        ? Optional.empty()
        : Optional.of(
            "the node states another chain id, pool, kind or verifying key than the network's"
                + " genesis; name another node");
  }
}
