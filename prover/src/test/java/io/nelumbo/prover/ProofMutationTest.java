package io.nelumbo.prover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.engine.EngineException;
import io.nelumbo.engine.EngineStatus;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.engine.VerifyingKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not exactly the proof of exactly the statement is refused, here and by gnark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofMutationTest {
  private static final int ASSIGNMENT_HEAD = 8 + 8 + 7 * 32 + 16;
  private static final int ASSIGNMENT_INPUT = 8 + 16 + 32 + 8 + 16 * 3 * 32;

  private final Map<CircuitId, ProofRequest> requests = new EnumMap<>(CircuitId.class);
  private final Map<CircuitId, byte[]> proofs = new EnumMap<>(CircuitId.class);
  private Path folder;
  private Fixture fixture;

  @BeforeAll
  void prove(@TempDir Path keys) {
    folder = keys;
    fixture = new Fixture(keys);
    for (CircuitId circuit : CircuitId.values()) {
      ProofRequest request = SampleTransfer.of(circuit, 7761);
      requests.put(circuit, request);
      proofs.put(circuit, fixture.prove(request));
    }
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(CircuitId.class)
  void proof_everyBitChanged(CircuitId circuit) {
    byte[] proof = proofs.get(circuit);
    byte[] inputs = requests.get(circuit).publicInputs();
    assertBothSay(true, circuit, proof, inputs, "the proof itself");
    for (int bit = 0; bit < 8 * proof.length; bit++) {
      byte[] changed = proof.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertBothSay(false, circuit, changed, inputs, "bit " + bit % 8 + " of byte " + bit / 8);
    }
  }

  @ParameterizedTest
  @EnumSource(CircuitId.class)
  void proof_pointsReplaced(CircuitId circuit) {
    byte[] proof = proofs.get(circuit);
    byte[] inputs = requests.get(circuit).publicInputs();
    byte[] swapped = proof.clone();
    System.arraycopy(proof, 0, swapped, 144, 48);
    System.arraycopy(proof, 144, swapped, 0, 48);
    assertBothSay(false, circuit, swapped, inputs, "A and C exchanged");
    for (int[] point : new int[][] {{0, 48}, {48, 96}, {144, 48}}) {
      byte[] identity = proof.clone();
      Arrays.fill(identity, point[0], point[0] + point[1], (byte) 0);
      identity[point[0]] = (byte) 0xc0;
      assertBothSay(false, circuit, identity, inputs, "identity at byte " + point[0]);
    }
    byte[] other = fixture.prove(requests.get(circuit));
    for (int[] point : new int[][] {{0, 48}, {48, 96}, {144, 48}}) {
      byte[] mixed = proof.clone();
      System.arraycopy(other, point[0], mixed, point[0], point[1]);
      assertBothSay(false, circuit, mixed, inputs, "another proof's point at byte " + point[0]);
    }
  }

  @ParameterizedTest
  @EnumSource(CircuitId.class)
  void publicInputs_everyOneChanged(CircuitId circuit) {
    byte[] proof = proofs.get(circuit);
    byte[] inputs = requests.get(circuit).publicInputs();
    BigInteger r = FieldElement.MODULUS;
    for (int i = 0; i < circuit.publicInputs(); i++) {
      BigInteger value = read(inputs, i);
      BigInteger plus = value.add(BigInteger.ONE).mod(r);
      BigInteger minus = value.subtract(BigInteger.ONE).mod(r);
      assertBothSay(false, circuit, proof, with(inputs, i, plus), "input " + i + " + 1");
      assertBothSay(false, circuit, proof, with(inputs, i, minus), "input " + i + " - 1");
      assertBothSay(false, circuit, proof, with(inputs, i, value.add(r)), "input " + i + " + r");
      assertBothSay(true, circuit, proof, with(inputs, i, value), "input " + i + " as it was");
    }
  }

  @Test
  void proof_ofAnotherCircuit() {
    byte[] proof = proofs.get(CircuitId.TRANSFER_2X2);
    byte[] inputs = requests.get(CircuitId.TRANSFER_2X2).publicInputs();
    assertThatThrownBy(() -> fixture.verify(CircuitId.TRANSFER_1X2, proof, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("publicInputs has 352 bytes, 320 are needed");
    byte[] cut = Arrays.copyOf(inputs, 320);
    assertBothSay(false, CircuitId.TRANSFER_1X2, proof, cut, "the first ten of eleven inputs");
    byte[] own = requests.get(CircuitId.TRANSFER_1X2).publicInputs();
    assertBothSay(false, CircuitId.TRANSFER_1X2, proof, own, "the other circuit's inputs");
  }

  @Test
  void proof_underAnotherKey() {
    KeyCache others = new KeyCache(folder, fixture.circuits, "another");
    CircuitId circuit = CircuitId.TRANSFER_1X2;
    ProofRequest request = requests.get(circuit);
    byte[] real = proofs.get(circuit);
    try (InProcessProver prover = new InProcessProver(fixture.circuits, others, 2)) {
      byte[] proof = prover.prove(request, new ProveControl()).proof().toByteArray();
      assertBothSay(false, circuit, proof, request.publicInputs(), "of another key");
      byte[] otherKey = prover.verifyingKeyBytes(circuit);
      try (VerifyingKey key = VerifyingKey.open(otherKey)) {
        assertThat(key.hash()).isNotEqualTo(fixture.key(circuit).hash());
        assertThat(key.verify(proof, request.publicInputs())).isTrue();
        assertThat(key.verify(real, request.publicInputs())).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CircuitId.class)
  void proofs_ofOneWitness(CircuitId circuit) {
    ProofRequest request = requests.get(circuit);
    byte[] second = fixture.prove(request);
    assertBothSay(true, circuit, second, request.publicInputs(), "a second proof");
    for (int[] point : new int[][] {{0, 48}, {48, 144}, {144, 192}}) {
      assertThat(Arrays.copyOfRange(second, point[0], point[1]))
          .isNotEqualTo(Arrays.copyOfRange(proofs.get(circuit), point[0], point[1]));
    }
  }

  @ParameterizedTest
  @EnumSource(CircuitId.class)
  void prove_otherPublicInputs(CircuitId circuit) {
    ProofRequest request = requests.get(circuit);
    for (int i : new int[] {0, 1, circuit.publicInputs() - 1}) {
      byte[] inputs = with(request.publicInputs(), i, BigInteger.TEN);
      assertThatThrownBy(
              () -> fixture.prove(new ProofRequest(circuit, request.assignment(), inputs)))
          .as("input %d", i)
          .isInstanceOf(ProverException.class)
          .hasMessageContaining("does not verify")
          .hasMessageContaining("nothing is released");
    }
  }

  @Test
  void prove_wrongNumberOfPublicInputs() {
    ProofRequest request = requests.get(CircuitId.TRANSFER_1X2);
    for (int length : new int[] {0, 288, 319, 321, 352}) {
      byte[] inputs = new byte[length];
      assertThatThrownBy(() -> new ProofRequest(request.circuit(), request.assignment(), inputs))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("10 public inputs")
          .hasMessageContaining(length + " bytes");
    }
  }

  @ParameterizedTest
  @EnumSource(CircuitId.class)
  void prove_falseStatement(CircuitId circuit) {
    int valueOfOutput = ASSIGNMENT_HEAD + circuit.inputs() * ASSIGNMENT_INPUT;
    assertRefused(circuit, valueOfOutput, "clause 7");
    int rcmOfInput = ASSIGNMENT_HEAD + 8 + 16;
    assertRefused(circuit, rcmOfInput, "clause 1");
    int anchor = 16;
    assertRefused(circuit, anchor, "clause 1");
  }

  /** Adds one to the byte at an offset of the assignment; the public inputs stay. */
  private void assertRefused(CircuitId circuit, int offset, String clause) {
    ProofRequest request = requests.get(circuit);
    byte[] lie = request.assignment().clone();
    lie[offset]++;
    assertThatThrownBy(() -> fixture.prove(new ProofRequest(circuit, lie, request.publicInputs())))
        .isInstanceOf(ProverException.class)
        .hasMessageContaining("the statement is false: " + clause + " ");
  }

  @Test
  void prove_malformedAssignment() {
    ProofRequest request = requests.get(CircuitId.TRANSFER_1X2);
    byte[] magic = request.assignment().clone();
    magic[0] ^= 1;
    assertRefused(magic, "magic");
    assertRefused(Arrays.copyOf(request.assignment(), 1999), "1999 bytes");
    assertRefused(Arrays.copyOf(request.assignment(), 2001), "2001 bytes");
    assertRefused(requests.get(CircuitId.TRANSFER_2X2).assignment(), "of circuit 1");
  }

  private void assertRefused(byte[] assignment, String reason) {
    ProofRequest request = requests.get(CircuitId.TRANSFER_1X2);
    assertThatThrownBy(() ->
            fixture.prove(new ProofRequest(request.circuit(), assignment, request.publicInputs())))
        .isInstanceOf(ProverException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void prove_cancelled() {
    ProofRequest request = requests.get(CircuitId.TRANSFER_1X2);
    ProveControl control = new ProveControl();
    control.cancel();
    assertThatThrownBy(() -> fixture.prover.prove(request, control))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.status()).isEqualTo(EngineStatus.CANCELLED));
    byte[] after = fixture.prove(request);
    assertBothSay(true, request.circuit(), after, request.publicInputs(), "after a cancelled one");
  }

  private void assertBothSay(
      boolean valid, CircuitId circuit, byte[] proof, byte[] inputs, String what) {
    assertThat(fixture.verify(circuit, proof, inputs)).as(what).isEqualTo(valid);
    assertThat(fixture.circuits.gnarkVerify(circuit.id(), proof, inputs))
        .as("%s, by gnark", what)
        .isEqualTo(valid);
  }

  private static BigInteger read(byte[] inputs, int index) {
    byte[] bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[31 - i] = inputs[32 * index + i];
    }
    return new BigInteger(1, bigEndian);
  }

  private static byte[] with(byte[] inputs, int index, BigInteger value) {
    byte[] out = inputs.clone();
    for (int i = 0; i < 32; i++) {
      out[32 * index + i] = value.shiftRight(8 * i).byteValue();
    }
    return out;
  }
}
