package io.nelumbo.verifier.kit;

import io.nelumbo.core.block.Allocation;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.verifier.NetworkParameters;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A development network of chain 7 and pool 1 with a proposer and eight rich accounts. */
public final class TestNetwork {
  /** Signs blocks. */
  public static final TestAccount PROPOSER = new TestAccount(99);

  /** What each rich account holds at the genesis. */
  public static final Amount RICHES = Amount.of(1_000_000);

  /** The least fee. */
  public static final Amount FEE = Amount.of(10);

  /** The genesis time. */
  public static final long TIME = 1_700_000_000_000L;

  /** The network's parameters; transfer-1x2 is enabled from height 5. */
  public static final NetworkParameters PARAMETERS = NetworkParameters.of(genesis(5));

  private TestNetwork() {}

  /** A rich account, 1 to 8. */
  public static TestAccount rich(int number) {
    return new TestAccount(number);
  }

  /** The genesis with transfer-2x2 from the start and transfer-1x2 from a height. */
  public static Genesis genesis(long secondFromHeight) {
    List<Allocation> allocations =
        IntStream.rangeClosed(1, 8)
            .mapToObj(number -> new Allocation(rich(number).key(), RICHES))
            .sorted(Comparator.comparing(Allocation::account))
            .toList();
    return new Genesis(
        NetworkKind.DEV,
        7,
        1,
        FEE,
        PROPOSER.key(),
        TIME,
        "test",
        List.of(
            new GenesisCircuit(CircuitId.TRANSFER_2X2, Bytes32.ZERO, Bytes32.ZERO, 0),
            new GenesisCircuit(
                CircuitId.TRANSFER_1X2, Bytes32.ZERO, Bytes32.ZERO, secondFromHeight)),
        allocations);
  }
}
