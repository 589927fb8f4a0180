package io.nelumbo.cli;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.ProvingKey;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.prover.Prover;
import io.nelumbo.prover.child.ChildProver;
import io.nelumbo.prover.child.ChildSettings;
import io.nelumbo.wallet.ProvingKeys;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Option;

/** Where proofs are made. */
final class ProverOption {
  private static final String CHILD = "child";
  private static final String IN_PROCESS = "in-process";

  @Option(
      names = "--prover",
      defaultValue = CHILD,
      paramLabel = CHILD + "|" + IN_PROCESS,
      description =
          "Where proofs are made: in a supervised process of its own, so that a crash there ends"
              + " nothing else, or in this one (default: ${DEFAULT-VALUE}).")
  private String place = CHILD;

  /**
   * A prover under the user's keys.
   *
   * @param keys the verifying keys under which its proofs hold; asking may start the process and
   *     make the key
   */
  record Chosen(Prover prover, ProvingKeys keys) {}

  /** Opens the prover; the caller closes it. With {@code child} this process never maps Go. */
  Chosen open() {
    return switch (place) {
      case CHILD -> {
        ChildProver child = new ChildProver(ChildSettings.ofUser());
        yield new Chosen(child, child::verifyingKeyHash);
      }
      case IN_PROCESS -> {
        CircuitLibrary circuits = CircuitLibrary.load();
        KeyCache keys = KeyCache.ofUser(circuits);
        yield new Chosen(new InProcessProver(circuits, keys, 0), keysOf(keys));
      }
      default ->
          throw CliException.badInput(
              "--prover: '" + place + "' is neither " + CHILD + " nor " + IN_PROCESS);
    };
  }

  /** The keys of a cache, as a prover takes them from there. */
  static ProvingKeys keysOf(KeyCache keys) {
    Map<CircuitId, Bytes32> known = new ConcurrentHashMap<>();
    return circuit -> known.computeIfAbsent(circuit, missing -> hash(keys, missing));
  }

  private static Bytes32 hash(KeyCache keys, CircuitId circuit) {
    try (ProvingKey key = keys.open(circuit)) {
      return key.verifyingKeyHash();
    }
  }
}
