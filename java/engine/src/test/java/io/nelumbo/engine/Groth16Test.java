package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Proves and verifies the transfer-1x2 circuit under its development key. */
class Groth16Test {
  private static NativeContext context;
  private static ProvingKey provingKey;
  private static VerifyingKey verifyingKey;
  private static WitnessBuffer witness;
  private static byte[] publicInputs;
  private static byte[] proof;
  private static ProveResult result;

  private final Arb arb = Arb.seeded("Groth16Test");

  @BeforeAll
  static void prove() {
    context = NativeContext.open(2);
    provingKey = ProvingKey.open(DevelopmentKey.KEY);
    verifyingKey = VerifyingKey.open(provingKey.verifyingKeyBytes());
    witness = WitnessBuffer.of(provingKey);
    witness.write(DevelopmentKey::fill);
    publicInputs = DevelopmentKey.publicInputs(verifyingKey.publicInputs());
    result = Groth16.prove(context, provingKey, witness, new ProveControl());
    proof = result.proof().toByteArray();
  }

  @AfterAll
  static void close() {
    witness.close();
    verifyingKey.close();
    provingKey.close();
    context.close();
  }

  @Test
  void keys_describeThemselves() throws Exception {
    ProvingKeyInfo info = provingKey.info();
    assertThat(info.curve()).isEqualTo(Curve.BLS12_381);
    assertThat(info.domainSize()).isEqualTo(8192);
    assertThat(info.publicInputs()).isEqualTo(CircuitId.TRANSFER_1X2.publicInputs());
    assertThat(info.constraints()).isPositive().isLessThanOrEqualTo(info.domainSize());
    assertThat(info.unsafeDevelopment()).isTrue();
    assertThat(info.fileBytes()).isEqualTo(DevelopmentKey.KEY.toFile().length());
    assertThat(provingKey.fingerprint().isZero()).isFalse();
    assertThat(verifyingKey.curve()).isEqualTo(Curve.BLS12_381);
    assertThat(verifyingKey.publicInputs()).isEqualTo(info.publicInputs());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(provingKey.verifyingKeyBytes());
    assertThat(provingKey.verifyingKeyHash()).isEqualTo(Bytes32.of(digest));
    assertThat(verifyingKey.hash()).isEqualTo(Bytes32.of(digest));
    assertThat(witness.wires()).isEqualTo(info.wires());
    assertThat(witness.domainSize()).isEqualTo(info.domainSize());
    assertThat(witness.constraints()).isEqualTo(info.constraints());
    assertThat(witness.toString()).isEqualTo("WitnessBuffer");
  }

  @Test
  void proof_verifies() {
    assertThat(verifyingKey.verify(proof, publicInputs)).isTrue();
    ProveTimings timings = result.timings();
    assertThat(timings.total()).isPositive();
    assertThat(timings.h()).isPositive().isLessThanOrEqualTo(timings.total());
  }

  @Test
  void proof_isRandomised() {
    ProveControl control = new ProveControl();
    ProveResult second = Groth16.prove(context, provingKey, witness, control);
    assertThat(second.proof()).isNotEqualTo(result.proof());
    assertThat(verifyingKey.verify(second.proof().toByteArray(), publicInputs)).isTrue();
    assertThat(control.progressPermille()).isBetween(0, 1000);
    assertThat(control.isCancelled()).isFalse();
  }

  @Test
  void proof_changedOrForAnotherStatement() {
    for (int i = 0; i < proof.length; i += 5) {
      byte[] changed = proof.clone();
      changed[i] ^= (byte) (1 << arb.below(8));
      assertThat(verifyingKey.verify(changed, publicInputs)).as("byte %d", i).isFalse();
    }
    for (int i = 0; i < verifyingKey.publicInputs(); i++) {
      byte[] other = publicInputs.clone();
      other[32 * i] ^= 1;
      assertThat(verifyingKey.verify(proof, other)).as("input %d", i).isFalse();
    }
    byte[] notCanonical = publicInputs.clone();
    Arrays.fill(notCanonical, 0, 32, (byte) 0xff);
    assertThat(verifyingKey.verify(proof, notCanonical)).isFalse();
    assertThat(verifyingKey.verify(new byte[192], publicInputs)).isFalse();
  }

  @Test
  void witness_notFilled() {
    try (WitnessBuffer empty = WitnessBuffer.of(provingKey)) {
      assertThatThrownBy(() -> Groth16.prove(context, provingKey, empty, new ProveControl()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("W[0]");
    }
  }

  @Test
  void witness_falseStatement() {
    try (WitnessBuffer changed = WitnessBuffer.of(provingKey)) {
      changed.write(DevelopmentKey::fillWithAWrongWire);
      ProveResult nothing = Groth16.prove(context, provingKey, changed, new ProveControl());
      assertThat(verifyingKey.verify(nothing.proof().toByteArray(), publicInputs)).isFalse();
    }
  }

  @Test
  void batch_saysWhatSingleSays() {
    byte[] changed = proof.clone();
    changed[60] ^= 1;
    byte[] other = publicInputs.clone();
    other[0] ^= 1;
    byte[] proofs = Vectors.concat(proof, changed, proof, proof, new byte[192], proof);
    byte[] inputs =
        Vectors.concat(publicInputs, publicInputs, other, publicInputs, publicInputs, publicInputs);
    assertThat(verifyingKey.verifyBatch(context, proofs, inputs))
        .containsExactly(true, false, false, true, false, true);
    assertThat(verifyingKey.verifyBatch(context, proof, publicInputs)).containsExactly(true);
    assertThat(verifyingKey.verifyBatch(context, new byte[0], new byte[0])).isEmpty();
  }

  @Test
  void cancel_beforeTheCall() {
    ProveControl control = new ProveControl();
    control.cancel();
    assertThatThrownBy(() -> Groth16.prove(context, provingKey, witness, control))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.status()).isEqualTo(EngineStatus.CANCELLED));
  }

  @Test
  void cancel_duringTheCall() throws InterruptedException {
    ProveControl control = new ProveControl();
    Thread canceller =
        Thread.ofPlatform()
            .start(() -> {
              while (control.progressPermille() == 0 && !control.isCancelled()) {
                Thread.onSpinWait();
              }
              control.cancel();
            });
    try {
      Groth16.prove(context, provingKey, witness, control);
    } catch (EngineException e) {
      assertThat(e.status()).isEqualTo(EngineStatus.CANCELLED);
    }
    control.cancel();
    canceller.join();
    ProveResult after = Groth16.prove(context, provingKey, witness, new ProveControl());
    assertThat(verifyingKey.verify(after.proof().toByteArray(), publicInputs)).isTrue();
  }

  @Test
  void lengths() {
    for (int length : new int[] {191, 193}) {
      byte[] bad = new byte[length];
      assertThatThrownBy(() -> verifyingKey.verify(bad, publicInputs))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("proof has " + length + " bytes, 192 are needed");
      assertThatThrownBy(() -> verifyingKey.verifyBatch(context, bad, publicInputs))
          .hasMessageStartingWith("proofs has " + length);
    }
    for (int off : new int[] {-1, 1, 32}) {
      byte[] bad = new byte[publicInputs.length + off];
      assertThatThrownBy(() -> verifyingKey.verify(proof, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("publicInputs has " + bad.length);
      assertThatThrownBy(() -> verifyingKey.verifyBatch(context, proof, bad))
          .hasMessageStartingWith("publicInputs has " + bad.length);
    }
  }

  /** A proof over BN254 is shorter than one of the pool: bytes behind it are no part of it. */
  @Test
  void lengthsOverBn254() throws IOException {
    Path folder = Vectors.root().resolve("circuits/vectors/bn254");
    byte[] bn254Proof = Files.readAllBytes(folder.resolve("native_proof.bin"));
    byte[] witness = Files.readAllBytes(folder.resolve("gnark_public.bin"));
    // A header of 12 bytes, then big-endian elements.
    byte[][] elements = new byte[(witness.length - 12) / 32][];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Vectors.reverse(Arrays.copyOfRange(witness, 12 + 32 * i, 44 + 32 * i));
    }
    byte[] inputs = Vectors.concat(elements);
    byte[] gnarkKey = Files.readAllBytes(folder.resolve("gnark_verifying_key.bin"));
    try (VerifyingKey bn254 =
        VerifyingKey.open(Foreign.verifyingKey(Curve.BN254, Encoding.GNARK, gnarkKey))) {
      assertThat(bn254.verify(bn254Proof, inputs)).isTrue();
      assertThat(bn254.verifyBatch(context, bn254Proof, inputs)).containsExactly(true);
      for (int more : new int[] {-1, 1, 64}) {
        byte[] bad = Arrays.copyOf(bn254Proof, bn254Proof.length + more);
        assertThatThrownBy(() -> bn254.verify(bad, inputs))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("proof has " + bad.length + " bytes, 128 are needed");
        assertThatThrownBy(() -> bn254.verifyBatch(context, bad, inputs))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
