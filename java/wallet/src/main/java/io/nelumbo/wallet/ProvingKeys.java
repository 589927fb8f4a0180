package io.nelumbo.wallet;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;

/** Says under which keys a prover proves. */
@FunctionalInterface
public interface ProvingKeys {
  /**
   * Hash of the verifying key (docs/protocol/keys.md 6) that belongs to a circuit's proving key.
   */
  Bytes32 verifyingKeyHash(CircuitId circuit);
}
