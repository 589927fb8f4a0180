package io.nelumbo.verifier.kit;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.AssetInfo;
import io.nelumbo.verifier.LedgerView;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.StateKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A ledger view of what a test puts into it; it begins with the genesis allocations. */
public final class MapView implements LedgerView {
  private final Map<StateKey, byte[]> state = new HashMap<>();
  private final Set<Anchor> anchors = new HashSet<>();
  private final NetworkParameters parameters;

  /** The height of the head. */
  public long height;

  /** The state after the genesis of a network. */
  public MapView(NetworkParameters parameters) {
    this.parameters = parameters;
    parameters
        .genesis()
        .allocations()
        .forEach(
            a -> put(StateKey.balance(a.account(), parameters.nativeAsset()), a.amount().units()));
    put(
        StateKey.asset(parameters.nativeAsset()),
        new AssetInfo(Bytes32.ZERO, 0, Amount.of(8_000_000)).toByteArray());
  }

  /** Sets a number. */
  public MapView put(StateKey key, long number) {
    return put(key, ByteBuffer.allocate(8).putLong(number).array());
  }

  /** Sets a value. */
  public MapView put(StateKey key, byte[] value) {
    state.put(key, value);
    return this;
  }

  /** Makes an anchor known. */
  public MapView know(Anchor anchor) {
    anchors.add(anchor);
    return this;
  }

  @Override
  public byte[] state(StateKey key) {
    return state.get(key);
  }

  @Override
  public boolean anchorKnown(int pool, Anchor anchor) {
    return pool == parameters.pool() && anchors.contains(anchor);
  }

  @Override
  public long height() {
    return height;
  }

  @Override
  public BlockHash headHash() {
    return parameters.genesisBlock();
  }

  @Override
  public long headTime() {
    return parameters.genesis().timeMillis();
  }

  @Override
  public long totalTransactions() {
    return 0;
  }

  @Override
  public NetworkParameters parameters() {
    return parameters;
  }
}
