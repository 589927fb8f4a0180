package io.nelumbo.cli;

import io.nelumbo.engine.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies one proof from files. */
@Command(
    name = "verify",
    description = {
      "Verifies a Groth16 proof over BLS12-381 in the project's raw encodings"
          + " (docs/protocol/keys.md 6, transfer.md 7).",
      "Exit code 0: valid, 1: invalid, 2: the key or a file cannot be used."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./nelumbo verify --vk transfer-2x2.vk --proof proof.bin --public inputs.bin"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int MAX_FILE = 1 << 20;

  @Option(
      names = "--vk",
      required = true,
      paramLabel = "FILE",
      description = "Verifying key bytes.")
  private Path verifyingKey;

  @Option(
      names = "--proof",
      required = true,
      paramLabel = "FILE",
      description = "192 bytes: A, B, C compressed.")
  private Path proof;

  @Option(
      names = "--public",
      required = true,
      paramLabel = "FILE",
      description = "Public inputs, 32 bytes little-endian each.")
  private Path publicInputs;

  @Mixin private Output output;

  @Override
  public Integer call() {
    byte[] keyBytes = read("--vk", verifyingKey);
    byte[] proofBytes = read("--proof", proof);
    byte[] inputBytes = read("--public", publicInputs);
    try (VerifyingKey key = open(keyBytes)) {
      if (proofBytes.length != 192) {
        throw CliException.badInput(
            "--proof: " + proof + " has " + proofBytes.length + " bytes, a proof has 192");
      }
      if (inputBytes.length != 32 * key.publicInputs()) {
        throw CliException.badInput(
            "--public: "
                + publicInputs
                + " has "
                + inputBytes.length
                + " bytes, but the key has "
                + key.publicInputs()
                + " public inputs of 32 bytes");
      }
      boolean valid = key.verify(proofBytes, inputBytes);
      output.print(
          Map.of("valid", valid, "verifying_key_hash", key.hash().toString()),
          () -> Output.line(valid ? "valid" : "invalid"));
      return valid ? 0 : CliException.REFUSED;
    }
  }

  private VerifyingKey open(byte[] bytes) {
    try {
      return VerifyingKey.open(bytes);
    } catch (RuntimeException e) {
      throw CliException.badInput("--vk: " + verifyingKey + ": " + e.getMessage());
    }
  }

  private static byte[] read(String option, Path file) {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw CliException.badInput(option + ": " + file + " is larger than 1 MiB");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw CliException.badInput(option + ": " + file + " cannot be read: " + e.getMessage());
    }
  }
}
