package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.mutation.Mutant;
import io.nelumbo.core.mutation.MutationTable;
import io.nelumbo.core.value.FieldElement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Proofs, public inputs and verifying keys, malformed in every class, and each byte of twenty
 * proofs changed in eight ways: none is taken for a proof.
 */
class ProofMutationTest {
  private static final int PROOFS = 20;
  private static final MutationTable TABLE = new MutationTable("proofs");

  private static NativeContext context;
  private static VerifyingKey key;
  private static byte[] keyBytes;
  private static byte[] inputs;
  private static final List<byte[]> proofs = new ArrayList<>();

  @BeforeAll
  static void prove() {
    context = NativeContext.open(2);
    try (ProvingKey provingKey = ProvingKey.open(DevelopmentKey.KEY);
        WitnessBuffer witness = WitnessBuffer.of(provingKey)) {
      keyBytes = provingKey.verifyingKeyBytes();
      key = VerifyingKey.open(keyBytes);
      inputs = DevelopmentKey.publicInputs(key.publicInputs());
      witness.write(DevelopmentKey::fill);
      for (int i = 0; i < PROOFS; i++) {
        proofs.add(
            Groth16.prove(context, provingKey, witness, new ProveControl()).proof().toByteArray());
      }
    }
  }

  @AfterAll
  static void finish() {
    key.close();
    context.close();
    TABLE.finish();
    assertThat(TABLE.tried()).isGreaterThanOrEqualTo(30_000);
  }

  private static String point(int offset) {
    return offset < 48 ? "A" : offset < 144 ? "B" : "C";
  }

  @Test
  void eachByteInEightWays() {
    assertThat(proofs).doesNotHaveDuplicates().allMatch(proof -> key.verify(proof, inputs));
    IntStream.range(0, PROOFS * 192)
        .parallel()
        .forEach(i -> {
          byte[] proof = proofs.get(i / 192);
          for (int bit = 0; bit < 8; bit++) {
            byte[] changed = proof.clone();
            changed[i % 192] ^= (byte) (1 << bit);
            TABLE.offer(
                "groth16_verify",
                point(i % 192),
                "bit flip",
                changed,
                p -> key.verify(p, inputs),
                NeverThrown.class);
          }
        });
  }

  @Test
  void eachPublicInputByOneAndByTheModulus() {
    for (byte[] proof : proofs) {
      for (int i = 0; i < key.publicInputs(); i++) {
        BigInteger x =
            new BigInteger(1, Mutant.reversed(Arrays.copyOfRange(inputs, 32 * i, 32 * i + 32)));
        BigInteger r = FieldElement.MODULUS;
        for (var change :
            List.of(
                new Mutant("x + 1", Mutant.littleEndian(x.add(BigInteger.ONE).mod(r))),
                new Mutant("x - 1", Mutant.littleEndian(x.subtract(BigInteger.ONE).mod(r))),
                new Mutant("x + r", Mutant.littleEndian(x.add(r))))) {
          byte[] changed = inputs.clone();
          System.arraycopy(change.bytes(), 0, changed, 32 * i, 32);
          TABLE.offer(
              "groth16_verify",
              "public input",
              change.kind(),
              changed,
              b -> key.verify(proof, b),
              NeverThrown.class);
        }
      }
    }
  }

  @Test
  void everyClassOfEveryPoint() {
    for (byte[] proof : proofs) {
      for (boolean batch : new boolean[] {false, true}) {
        String function = batch ? "groth16_verify_batch" : "groth16_verify";
        MutationTable.Door door = batch ? p -> inABatch(proof, p) : p -> key.verify(p, inputs);
        points(function, "A", proof, 0, 48, door);
        points(function, "B", proof, 48, 96, door);
        points(function, "C", proof, 144, 48, door);
      }
    }
  }

  /** Between two good ones, which must stay good. */
  private static boolean inABatch(byte[] good, byte[] proof) {
    boolean[] valid =
        key.verifyBatch(
            context, Vectors.concat(good, proof, good), Vectors.concat(inputs, inputs, inputs));
    assertThat(valid[0] && valid[2]).isTrue();
    return valid[1];
  }

  private static void points(
      String function,
      String field,
      byte[] whole,
      int offset,
      int length,
      MutationTable.Door door) {
    byte[] valid = Arrays.copyOfRange(whole, offset, offset + length);
    List<Mutant> mutants = length == 48 ? BlsMutants.g1(valid) : BlsMutants.g2(valid);
    TABLE.offer(
        function, field, whole, offset, length, mutants, door, IllegalArgumentException.class);
  }

  @Test
  void everyClassOfEveryPublicInput() {
    byte[] proof = proofs.get(0);
    for (int i = 0; i < key.publicInputs(); i++) {
      byte[] valid = Arrays.copyOfRange(inputs, 32 * i, 32 * i + 32);
      TABLE.offer(
          "groth16_verify",
          "public input",
          inputs,
          32 * i,
          32,
          Mutant.element(valid, FieldElement.MODULUS),
          b -> key.verify(proof, b),
          IllegalArgumentException.class);
    }
  }

  /** Opening refuses every class but one: a negated point makes another good key. */
  @Test
  void everyClassOfEveryPointOfAVerifyingKey() {
    int offset = keyBytes.length - 48 * (key.publicInputs() + 1) - 3 * 96 - 48;
    String[] names = {"alpha", "beta", "gamma", "delta"};
    for (String name : names) {
      int length = name.equals("alpha") ? 48 : 96;
      keyPoints(name, offset, length);
      offset += length;
    }
    for (int i = 0; i <= key.publicInputs(); i++, offset += 48) {
      keyPoints("IC", offset, 48);
    }
    assertThat(offset).isEqualTo(keyBytes.length);
  }

  private static void keyPoints(String field, int offset, int length) {
    byte[] valid = Arrays.copyOfRange(keyBytes, offset, offset + length);
    List<Mutant> all = length == 48 ? BlsMutants.g1(valid) : BlsMutants.g2(valid);
    List<Mutant> malformed = all.stream().filter(m -> !m.kind().equals("negated")).toList();
    assertThat(malformed).hasSize(all.size() - 1);
    TABLE.offer(
        "verifying_key_open",
        field,
        keyBytes,
        offset,
        length,
        malformed,
        ProofMutationTest::opens,
        IllegalArgumentException.class);
    byte[] negated = keyBytes.clone();
    negated[offset] ^= 0x20;
    assertThat(opens(negated)).as("negated %s", field).isTrue();
  }

  /** Whether bytes are a verifying key at all. */
  private static boolean opens(byte[] bytes) {
    try (VerifyingKey other = VerifyingKey.open(bytes)) {
      assertThat(other.publicInputs()).isPositive();
      return true;
    } catch (EngineException e) {
      assertThat(e.status()).isEqualTo(EngineStatus.BAD_KEY);
      return false;
    }
  }

  @Test
  void everyByteOfTheHeaderOfAVerifyingKeyAndEveryLength() {
    for (int i = 0; i < 16; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = keyBytes.clone();
        changed[i] ^= (byte) (1 << bit);
        TABLE.offer(
            "verifying_key_open",
            "header",
            "bit flip",
            changed,
            ProofMutationTest::opens,
            NeverThrown.class);
      }
    }
    for (int length = 0; length < keyBytes.length; length++) {
      TABLE.offer(
          "verifying_key_open",
          "whole",
          "cut",
          Arrays.copyOf(keyBytes, length),
          ProofMutationTest::opens,
          NeverThrown.class);
    }
    TABLE.offer(
        "verifying_key_open",
        "whole",
        "trailing byte",
        Arrays.copyOf(keyBytes, keyBytes.length + 1),
        ProofMutationTest::opens,
        NeverThrown.class);
  }

  /** For doors that answer and never throw. */
  private static final class NeverThrown extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
