package io.nelumbo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** {@code nelumbo verify} on proofs and keys that others have made, and on mutants of them. */
class VerifyCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BN254_MODULUS =
      "21888242871839275222246405745257275088696311157297823662689037894645226208583";
  private static final String BN254_ORDER =
      "21888242871839275222246405745257275088548364400416034343698204186575808495617";

  @TempDir Path folder;

  /** Outside proofs with their keys; every one is valid. */
  enum Vector {
    ZKVM("zkvm-groth16-bn254/sp1-v4.0.0-rc.3-gnark", "proof.json", "bn254", 2),
    MULTIPLIER_BN254("co-snarks-circom/Groth16/bn254/multiplier2", "circom.proof", "bn254", 1),
    MULTIPLIER_BLS12_381(
        "co-snarks-circom/Groth16/bls12_381/multiplier2", "circom.proof", "bls12-381", 1);

    final Path key;
    final Path proof;
    final Path inputs;
    final String curve;
    final int publicInputs;

    Vector(String folder, String proof, String curve, int publicInputs) {
      Path root = vectors().resolve(folder);
      this.key = root.resolve("verification_key.json");
      this.proof = root.resolve(proof);
      this.inputs = root.resolve("public.json");
      this.curve = curve;
      this.publicInputs = publicInputs;
    }
  }

  private record Run(int status, String out, String err) {}

  private static Run run(String... arguments) {
    CommandLine line = Main.commandLine();
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err));
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      return new Run(line.execute(arguments), out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(before);
    }
  }

  private static Run verify(Path key, Path proof, Path inputs, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", "--vk", key.toString(), "--proof", proof.toString(), "--public"));
    arguments.add(inputs.toString());
    arguments.addAll(List.of(more));
    Run run = run(arguments.toArray(new String[0]));
    assertThat(run.err()).doesNotContain("\tat ").doesNotContain("Exception");
    return run;
  }

  private static Path vectors() {
    Path root = Path.of(System.getProperty("nelumbo.root"), "../shared/vectors");
    assertThat(root)
        .as("outside test vectors are missing: expected ../shared/vectors beside the repository")
        .isDirectory();
    return root;
  }

  private Path changed(Path file, Consumer<JsonNode> change) {
    try {
      JsonNode node = JSON.readTree(file.toFile());
      change.accept(node);
      return write(JSON.writeValueAsBytes(node));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(folder, "file", ".bin"), bytes);
  }

  @ParameterizedTest
  @EnumSource(Vector.class)
  void outsideProofs_areValid(Vector v) {
    Run run = verify(v.key, v.proof, v.inputs, "--json");
    assertThat(run.status()).as(run.err() + run.out()).isZero();
    assertThat(run.out())
        .contains("\"valid\" : true")
        .contains("\"curve\" : \"" + v.curve + "\"")
        .contains("\"public_inputs\" : " + v.publicInputs);
    assertThat(verify(v.key, v.proof, v.inputs, "--curve", v.curve, "--format", "snarkjs").status())
        .isZero();
    String other = v.curve.equals("bn254") ? "bls12-381" : "bn254";
    Run wrong = verify(v.key, v.proof, v.inputs, "--curve", other);
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("--vk").contains("not ");
  }

  /** Every number of proof and public inputs, one more: never valid, never an error. */
  @TestFactory
  Stream<DynamicTest> mutants_areInvalid() {
    return Stream.of(Vector.values())
        .map(v ->
            DynamicTest.dynamicTest(
                v.name(),
                () -> {
                  int mutants = 0;
                  for (String[] place : PROOF_PLACES) {
                    Path proof = changed(v.proof, root -> increment(root, place));
                    Run run = verify(v.key, proof, v.inputs);
                    assertThat(run.status()).as(String.join("/", place) + run.err()).isEqualTo(1);
                    assertThat(run.out()).startsWith("invalid: proof: ");
                    mutants++;
                  }
                  for (int i = 0; i < v.publicInputs; i++) {
                    String[] place = {Integer.toString(i)};
                    Run run =
                        verify(v.key, v.proof, changed(v.inputs, root -> increment(root, place)));
                    assertThat(run.status()).as(run.err()).isEqualTo(1);
                    assertThat(run.out()).isEqualToIgnoringNewLines("invalid");
                    mutants++;
                  }
                  assertThat(mutants).isEqualTo(8 + v.publicInputs);
                  // Points of the group that are not the proof's: C as A.
                  Run swapped =
                      verify(
                          v.key,
                          changed(
                              v.proof, root -> ((ObjectNode) root).set("pi_a", root.get("pi_c"))),
                          v.inputs);
                  assertThat(swapped.status()).isEqualTo(1);
                  assertThat(swapped.out()).isEqualToIgnoringNewLines("invalid");
                }));
  }

  private static final String[][] PROOF_PLACES = {
    {"pi_a", "0"}, {"pi_a", "1"}, {"pi_b", "0", "0"}, {"pi_b", "0", "1"},
    {"pi_b", "1", "0"}, {"pi_b", "1", "1"}, {"pi_c", "0"}, {"pi_c", "1"},
  };

  private static void increment(JsonNode root, String[] place) {
    add(root, place, BigInteger.ONE);
  }

  private static void add(JsonNode root, String[] place, BigInteger what) {
    JsonNode parent = root;
    for (int i = 0; i + 1 < place.length; i++) {
      parent = parent.isArray() ? parent.get(Integer.parseInt(place[i])) : parent.get(place[i]);
    }
    int index = Integer.parseInt(place[place.length - 1]);
    BigInteger value = new BigInteger(parent.get(index).textValue());
    ((ArrayNode) parent).set(index, value.add(what).toString());
  }

  @Test
  void numbersPlusTheModulus_areInvalidBeforePairing() {
    Vector v = Vector.ZKVM;
    for (String[] place : PROOF_PLACES) {
      Path proof = changed(v.proof, root -> add(root, place, new BigInteger(BN254_MODULUS)));
      Run run = verify(v.key, proof, v.inputs);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).contains("canonical");
    }
    for (int i = 0; i < v.publicInputs; i++) {
      String[] place = {Integer.toString(i)};
      Path inputs = changed(v.inputs, root -> add(root, place, new BigInteger(BN254_ORDER)));
      Run run = verify(v.key, v.proof, inputs, "--json");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).contains("public input " + i + " is not below the scalar modulus");
    }
    Path huge = changed(v.inputs, root -> ((ArrayNode) root).set(0, "1" + "0".repeat(100)));
    Run run = verify(v.key, v.proof, huge);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("not canonical");
  }

  /** The outside keys without proofs: usable ones lead to "invalid" under another key's proof. */
  @Test
  void outsideKeys_areUsedOrRefused() {
    Path vectors = vectors();
    Vector bn = Vector.MULTIPLIER_BN254;
    Run refused =
        verify(
            vectors.resolve("arkworks-circom-compat/verification_key.json"), bn.proof, bn.inputs);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("gamma_g2 equals delta_g2").contains("forge");
    record Key(String file, String curve, int status, String says) {}
    List<Key> keys =
        List.of(
            new Key(
                "co-snarks-circom/test_vectors/kyc/bn254/verification_key.json",
                "bn254",
                2,
                "--public"),
            new Key(
                "co-snarks-circom/test_vectors/kyc/bls12/verification_key.json",
                "bls12-381",
                2,
                "--proof"),
            new Key(
                "co-snarks-circom/test_vectors/sum_arrays/verification_key.json",
                "bn254",
                2,
                "--public"),
            new Key("gnark-groth16-vk/blank_groth16_bn254_nocommit.vk", "bn254", 2, "--public"),
            new Key(
                "gnark-groth16-vk/blank_groth16_bls12381_nocommit.vk", "bls12-381", 2, "--proof"),
            new Key("gnark-groth16-vk/blank_groth16_bn254_commit.vk", "bn254", 2, "commitments"),
            new Key(
                "gnark-groth16-vk/blank_groth16_bls12381_commit.vk",
                "bls12-381",
                2,
                "commitments"));
    for (Key key : keys) {
      Run run = verify(vectors.resolve(key.file()), bn.proof, bn.inputs, "--curve", key.curve());
      assertThat(run.status()).as(key.file() + run.out() + run.err()).isEqualTo(key.status());
      assertThat(run.err()).as(key.file()).contains(key.says());
      if (!key.says().equals("commitments")) {
        assertThat(run.err()).as(key.file()).doesNotContain("--vk:");
      }
    }
    Run nameless =
        verify(
            vectors.resolve("gnark-groth16-vk/blank_groth16_bn254_nocommit.vk"),
            bn.proof,
            bn.inputs);
    assertThat(nameless.status()).isEqualTo(2);
    assertThat(nameless.err()).contains("add --curve bn254 or --curve bls12-381");
  }

  private record Bad(String name, String says, Path key, Path proof, Path inputs) {}

  @TestFactory
  Stream<DynamicTest> unusableFiles_areNamedWithPlaceAndExitCode2() throws IOException {
    Vector v = Vector.ZKVM;
    assertThat(verify(v.key, v.proof, v.inputs).status()).isZero();
    byte[] text = Files.readAllBytes(v.proof);
    Path cut = write(java.util.Arrays.copyOf(text, text.length / 2));
    Path deep = write(("[".repeat(10_000) + "]".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
    Path twice = write("{\"pi_a\": 1, \"pi_a\": 2}".getBytes(StandardCharsets.UTF_8));
    Path trailing = write("[\"1\"] [\"2\"]".getBytes(StandardCharsets.UTF_8));
    Path big = write(new byte[(4 << 20) + 1]);
    return Stream.of(
            new Bad("empty key", "--vk", write(new byte[0]), v.proof, v.inputs),
            new Bad("empty proof", "--proof", v.key, write(new byte[0]), v.inputs),
            new Bad("empty inputs", "--public", v.key, v.proof, write(new byte[0])),
            new Bad("cut JSON", "--proof", v.key, cut, v.inputs),
            new Bad("deep JSON", "--public", v.key, v.proof, deep),
            new Bad("member twice", "--proof", v.key, twice, v.inputs),
            new Bad("trailing JSON", "--public", v.key, v.proof, trailing),
            new Bad("large file", "larger than 4 MiB", big, v.proof, v.inputs),
            new Bad("a folder", "--vk", folder, v.proof, v.inputs),
            new Bad("proof as key", "vk_alpha_1: is missing", v.proof, v.proof, v.inputs),
            new Bad("inputs as proof", "--proof", v.key, v.inputs, v.inputs),
            new Bad(
                "too few inputs",
                "2 public inputs",
                v.key,
                v.proof,
                write("[\"1\"]".getBytes(StandardCharsets.UTF_8))),
            new Bad(
                "a number as input",
                "quotation marks",
                v.key,
                v.proof,
                write("[1, 2]".getBytes(StandardCharsets.UTF_8))),
            new Bad(
                "a leading zero",
                "quotation marks",
                v.key,
                v.proof,
                changed(v.inputs, root -> ((ArrayNode) root).set(0, "01"))),
            new Bad(
                "a sign",
                "quotation marks",
                v.key,
                v.proof,
                changed(v.inputs, root -> ((ArrayNode) root).set(0, "-1"))),
            new Bad(
                "other protocol",
                "plonk",
                changed(v.key, root -> ((ObjectNode) root).put("protocol", "plonk")),
                v.proof,
                v.inputs),
            new Bad(
                "unknown curve",
                "curve",
                changed(v.key, root -> ((ObjectNode) root).put("curve", "bw6")),
                v.proof,
                v.inputs),
            new Bad(
                "other count",
                "nPublic",
                changed(v.key, root -> ((ObjectNode) root).put("nPublic", 3)),
                v.proof,
                v.inputs),
            new Bad(
                "IC removed",
                "nPublic",
                changed(v.key, root -> ((ArrayNode) root.get("IC")).remove(2)),
                v.proof,
                v.inputs),
            new Bad(
                "IC off the curve",
                "IC[1] is not on the curve",
                changed(v.key, root -> increment(root, new String[] {"IC", "1", "0"})),
                v.proof,
                v.inputs),
            new Bad(
                "beta off the curve",
                "beta_g2 is not on the curve",
                changed(v.key, root -> increment(root, new String[] {"vk_beta_2", "0", "0"})),
                v.proof,
                v.inputs),
            new Bad(
                "gamma equals delta",
                "gamma_g2 equals delta_g2",
                changed(
                    v.key, root -> ((ObjectNode) root).set("vk_gamma_2", root.get("vk_delta_2"))),
                v.proof,
                v.inputs),
            new Bad(
                "delta is the generator",
                "gamma_g2 equals delta_g2",
                changed(
                    v.key, root -> ((ObjectNode) root).set("vk_delta_2", root.get("vk_gamma_2"))),
                v.proof,
                v.inputs),
            new Bad(
                "alpha above every modulus",
                "canonical",
                changed(v.key, root -> ((ArrayNode) root.get("vk_alpha_1")).set(0, "9".repeat(79))),
                v.proof,
                v.inputs),
            new Bad(
                "alpha at infinity",
                "infinity",
                changed(v.key, root -> ((ArrayNode) root.get("vk_alpha_1")).set(2, "0")),
                v.proof,
                v.inputs))
        .map(bad ->
            DynamicTest.dynamicTest(
                bad.name(),
                () -> {
                  Run run = verify(bad.key(), bad.proof(), bad.inputs());
                  assertThat(run.status()).as(run.out() + run.err()).isEqualTo(2);
                  assertThat(run.err()).contains(bad.says());
                }));
  }

  @Test
  void gnarkWitness_isReadAndItsSecretPartIsNot() throws IOException {
    Vector v = Vector.MULTIPLIER_BN254;
    byte[] witness = new byte[44];
    witness[3] = 1;
    witness[11] = 1;
    witness[43] = 33;
    assertThat(verify(v.key, v.proof, write(witness)).status()).isZero();
    witness[43] = 34;
    assertThat(verify(v.key, v.proof, write(witness)).status()).isEqualTo(1);
    witness[7] = 1;
    Run secret = verify(v.key, v.proof, write(witness));
    assertThat(secret.status()).isEqualTo(2);
    assertThat(secret.err()).contains("secret");
    byte[] raw = new byte[32];
    raw[0] = 33;
    assertThat(verify(v.key, v.proof, write(raw)).status()).isZero();
  }

  /** One element in 65,536 begins and ends as a list of JSON does. */
  @Test
  void rawInputsThatLookLikeJson_areRaw() throws IOException {
    Vector v = Vector.MULTIPLIER_BLS12_381;
    byte[] raw = new byte[32];
    raw[0] = 33;
    assertThat(verify(v.key, v.proof, write(raw)).status()).isZero();
    raw[0] = '[';
    raw[31] = ']';
    Path lookalike = write(raw);
    Run run = verify(v.key, v.proof, lookalike);
    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).isEqualToIgnoringNewLines("invalid");
    Run forced = verify(v.key, v.proof, lookalike, "--format", "snarkjs");
    assertThat(forced.status()).isEqualTo(2);
    assertThat(forced.err()).contains("is not valid JSON");
    Path otherLength = write(java.util.Arrays.copyOf(raw, 33));
    assertThat(verify(v.key, v.proof, otherLength).status()).isEqualTo(2);
  }
}
