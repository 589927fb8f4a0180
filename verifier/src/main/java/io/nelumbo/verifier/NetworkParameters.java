package io.nelumbo.verifier;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import java.util.Optional;

/**
 * The rules' constants of one network: its genesis, with what follows from it.
 *
 * @param genesis what the network began with
 * @param genesisBlock the block hash of height 0
 * @param nativeAsset the asset in which fees are paid
 */
public record NetworkParameters(Genesis genesis, BlockHash genesisBlock, AssetId nativeAsset) {
  /** How far ahead of the chain a transaction's expiry height may be. */
  public static final long MAX_EXPIRY_AHEAD = 1_000_000;

  /** How far ahead of an account's next nonce a transaction may be and still be deferred. */
  public static final long MAX_NONCE_AHEAD = 16;

  /** Makes the parameters of a network. */
  public static NetworkParameters of(Genesis genesis) {
    return new NetworkParameters(genesis, genesis.hash(), AssetId.nativeAsset(genesis.chain()));
  }

  /** Returns the chain id, 32 unsigned bits. */
  public int chain() {
    return genesis.chain();
  }

  /** Returns the genesis hash, which signatures commit to. */
  public Bytes32 genesisHash() {
    return genesisBlock.bytes();
  }

  /** Returns the open pool, 1 to 255. */
  public int pool() {
    return genesis.pool();
  }

  /** Returns the least fee of a transaction. */
  public Amount minFee() {
    return genesis.minFee();
  }

  /** Returns the account that signs blocks and receives fees. */
  public AccountKey proposer() {
    return genesis.proposer();
  }

  /** Returns the network's rule for {@code circuit}, or empty when it is not accepted. */
  public Optional<GenesisCircuit> circuit(CircuitId circuit) {
    return genesis.circuits().stream().filter(rule -> rule.circuit() == circuit).findFirst();
  }
}
