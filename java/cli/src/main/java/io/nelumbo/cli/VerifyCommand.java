package io.nelumbo.cli;

import io.nelumbo.engine.Curve;
import io.nelumbo.engine.VerifyingKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies one proof from files. */
@Command(
    name = "verify",
    description = {
      "Verifies a Groth16 proof over BLS12-381 or BN254.",
      "Reads JSON of snarkjs and circom, binary files of gnark, and the project's own raw encodings"
          + " (docs/guides/verifying.md); each file's format is found from its content.",
      "Exit code 0: valid, 1: invalid, 2: the key or a file cannot be used."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./nelumbo verify --vk verification_key.json --proof proof.json --public public.json",
      "  ./nelumbo verify --curve bn254 --vk gnark.vk --proof gnark.proof --public public.wtns",
      "  ./nelumbo verify --vk transfer-2x2.vk --proof proof.bin --public inputs.bin --json"
    })
final class VerifyCommand implements Callable<Integer> {
  /** The names of curves on the command line. */
  enum CurveName {
    BN254("bn254", Curve.BN254),
    BLS12_381("bls12-381", Curve.BLS12_381);

    private final String text;
    private final Curve curve;

    CurveName(String text, Curve curve) {
      this.text = text;
      this.curve = curve;
    }

    static String of(Curve curve) {
      return curve == Curve.BN254 ? BN254.text : BLS12_381.text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The names of formats on the command line. */
  enum FormatName {
    SNARKJS("snarkjs", VerifyFormat.SNARKJS),
    GNARK("gnark", VerifyFormat.GNARK),
    RAW("raw", VerifyFormat.RAW);

    private final String text;
    private final VerifyFormat format;

    FormatName(String text, VerifyFormat format) {
      this.text = text;
      this.format = format;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Option(
      names = "--curve",
      paramLabel = "CURVE",
      description =
          "${COMPLETION-CANDIDATES}. Needed for gnark keys; others name their curve, which must"
              + " then be this one.")
  private @Nullable CurveName curve;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}: of all three files, instead of finding it.")
  private @Nullable FormatName format;

  @Option(names = "--vk", required = true, paramLabel = "FILE", description = "Verifying key.")
  private Path verifyingKey;

  @Option(names = "--proof", required = true, paramLabel = "FILE", description = "Proof.")
  private Path proof;

  @Option(
      names = "--public",
      required = true,
      paramLabel = "FILE",
      description = "Public inputs: public.json, a public gnark witness, or 32 bytes each.")
  private Path publicInputs;

  @Mixin private Output output;

  @Override
  public Integer call() {
    VerifyInput input =
        new VerifyInput(format == null ? null : format.format, curve == null ? null : curve.curve);
    try (VerifyingKey key = input.key(verifyingKey)) {
      String reason = null;
      boolean valid = false;
      try {
        // Both are read before one of them is judged: a file that cannot be used is exit code 2.
        byte[] proofBytes = proofOrReason(input, key);
        valid = key.verify(proofBytes, input.publicInputs(publicInputs, key));
      } catch (VerifyInput.Invalid e) {
        reason = e.getMessage();
      }
      print(key, valid, reason);
      return valid ? 0 : CliException.REFUSED;
    }
  }

  /** The proof's bytes; when they are none, the public inputs are still looked at first. */
  private byte[] proofOrReason(VerifyInput input, VerifyingKey key) throws VerifyInput.Invalid {
    try {
      return input.proof(proof, key.curve());
    } catch (VerifyInput.Invalid e) {
      input.publicInputs(publicInputs, key);
      throw e;
    }
  }

  private void print(VerifyingKey key, boolean valid, @Nullable String reason) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("valid", valid);
    fields.put("curve", CurveName.of(key.curve()));
    fields.put("public_inputs", key.publicInputs());
    fields.put("verifying_key_hash", key.hash().toString());
    if (reason != null) {
      fields.put("reason", reason);
    }
    String text = valid ? "valid" : reason == null ? "invalid" : "invalid: " + reason;
    output.print(fields, () -> Output.line(text));
  }
}
