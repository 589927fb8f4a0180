package io.nelumbo.wallet.transfer;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.Prover;
import io.nelumbo.wallet.ProvingKeys;
import io.nelumbo.wallet.WalletException;
import java.util.Map;

/**
 * A prover that proves only under the keys that the network's genesis names. It borrows the prover:
 * closing it closes nothing.
 */
public final class CheckedProver implements Prover {
  private final Prover prover;
  private final ProvingKeys keys;
  private final Map<CircuitId, Bytes32> genesis;

  /** A prover for a network with the verifying keys of {@code genesis}. */
  public CheckedProver(Prover prover, ProvingKeys keys, Map<CircuitId, Bytes32> genesis) {
    this.prover = prover;
    this.keys = keys;
    this.genesis = genesis;
  }

  @Override
  public ProofResult prove(ProofRequest request, ProveControl control) {
    requireNamed(request.circuit());
    return prover.prove(request, control);
  }

  private void requireNamed(CircuitId circuit) {
    Bytes32 named = genesis.get(circuit);
    if (named == null) {
      throw new WalletException(
          "the network's genesis has no circuit " + circuit.circuitName() + "; nothing was sent");
    }
    Bytes32 ours = keys.verifyingKeyHash(circuit);
    if (!ours.equals(named)) {
      throw new WalletException(
          "the proving key of "
              + circuit.circuitName()
              + " belongs to verifying key "
              + ours
              + ", but the network's genesis names "
              + named
              + "; delete the key from the cache folder, or use the build that made the network");
    }
  }

  @Override
  public void close() {}
}
