package io.nelumbo.prover;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.circuits.GnarkProof;
import io.nelumbo.core.tx.CircuitId;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our prover and verifier against gnark's under the same keys: for 100 random witnesses of each
 * circuit, each side accepts what the other proves. {@code -Dnelumbo.seed=N} repeats a run but for
 * alpha, which is always fresh; {@code -Dnelumbo.interop=N} changes the number.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteropTest {
  private static final int WITNESSES = Integer.getInteger("nelumbo.interop", 100);
  private static final int PROOF = 192;

  private final long base = Long.getLong("nelumbo.seed", System.nanoTime());
  private Fixture fixture;

  @BeforeAll
  void open(@TempDir Path folder) {
    System.out.println("InteropTest: repeat with -Dnelumbo.seed=" + base);
    fixture = new Fixture(folder);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(CircuitId.class)
  void bothProversAndBothVerifiers_agree(CircuitId circuit) {
    ByteArrayOutputStream proofs = new ByteArrayOutputStream();
    ByteArrayOutputStream inputs = new ByteArrayOutputStream();
    int witnesses = witnesses(circuit);
    for (int i = 0; i < witnesses; i++) {
      ProofRequest request = SampleTransfer.of(circuit, base + i);
      String where = where(request, base + i);
      byte[] ours = fixture.prove(request);
      assertThat(fixture.circuits.gnarkVerify(circuit.id(), ours, request.publicInputs()))
          .as("gnark accepts ours, %s", where)
          .isTrue();
      GnarkProof theirs = fixture.circuits.gnarkProve(circuit.id(), request.assignment());
      assertThat(theirs.publicInputs()).as(where).isEqualTo(request.publicInputs());
      assertThat(fixture.verify(circuit, theirs.proof(), request.publicInputs()))
          .as("we accept gnark's, %s", where)
          .isTrue();
      proofs.writeBytes(ours);
      inputs.writeBytes(request.publicInputs());
    }
    checkBatch(circuit, proofs.toByteArray(), inputs.toByteArray());
  }

  /** A quarter for the wide circuit, whose proofs take more than twice as long. */
  private static int witnesses(CircuitId circuit) {
    return circuit.inputs() > 2 ? Math.max(2, WITNESSES / 4) : WITNESSES;
  }

  /** All hold together, and none for its neighbour's public inputs. */
  private void checkBatch(CircuitId circuit, byte[] proofs, byte[] inputs) {
    int witnesses = witnesses(circuit);
    assertThat(verdicts(circuit, proofs, inputs)).hasSize(witnesses).doesNotContain(false);
    byte[] rotated = new byte[inputs.length];
    int each = 32 * circuit.publicInputs();
    System.arraycopy(inputs, each, rotated, 0, inputs.length - each);
    System.arraycopy(inputs, 0, rotated, inputs.length - each, each);
    assertThat(verdicts(circuit, proofs, rotated)).hasSize(witnesses).doesNotContain(true);
    int last = proofs.length - PROOF;
    byte[] oneBad = proofs.clone();
    System.arraycopy(proofs, 0, oneBad, last, PROOF);
    boolean[] expected = new boolean[witnesses];
    Arrays.fill(expected, 0, witnesses - 1, true);
    assertThat(verdicts(circuit, oneBad, inputs)).isEqualTo(expected);
  }

  private boolean[] verdicts(CircuitId circuit, byte[] proofs, byte[] inputs) {
    return fixture.key(circuit).verifyBatch(fixture.context, proofs, inputs);
  }

  private static String where(ProofRequest request, long seed) {
    return request
        + " seed "
        + seed
        + " assignment "
        + HexFormat.of().formatHex(request.assignment());
  }
}
