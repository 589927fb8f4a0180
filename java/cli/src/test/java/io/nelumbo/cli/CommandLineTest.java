package io.nelumbo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.engine.ProvingKey;
import io.nelumbo.node.app.GenesisFile;
import io.nelumbo.node.consensus.ProposerKey;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.SampleTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir Path folder;

  private static CommandRun run(String... arguments) {
    return CommandRun.of(arguments);
  }

  private record Bad(int status, String says, List<String> arguments) {}

  @TestFactory
  Stream<DynamicTest> badInput_namesTheFieldAndLeavesNoTrace() throws IOException {
    Path small = Files.writeString(folder.resolve("small"), "x");
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    Path words = Files.writeString(folder.resolve("words"), "abandon abandon");
    String data = folder.resolve("node").toString();
    return Stream.of(
            new Bad(2, "Unmatched argument", List.of("frobnicate")),
            new Bad(2, "--dev", List.of("node", "init", "--data", data)),
            new Bad(
                2,
                "--allocate",
                List.of("node", "init", "--data", data, "--dev", "--allocate", "x")),
            new Bad(
                2,
                "--allocate",
                List.of("node", "init", "--data", data, "--dev", "--allocate", "nlbtdev1qqq=5")),
            new Bad(
                2,
                "--min-fee",
                List.of("node", "init", "--data", data, "--dev", "--min-fee", "-1")),
            new Bad(
                2, "listen", List.of("node", "init", "--data", data, "--dev", "--api", "nowhere")),
            new Bad(
                2, "small", List.of("node", "init", "--data", data, "--genesis", small.toString())),
            new Bad(
                2, "genesis", List.of("node", "run", "--data", folder.resolve("none").toString())),
            new Bad(1, "127.0.0.1:1", List.of("node", "status", "--node", "127.0.0.1:1")),
            new Bad(
                2, "not both", List.of("node", "status", "--node", "127.0.0.1:1", "--data", data)),
            new Bad(2, "--vk", verify(small, small, small)),
            new Bad(2, "--vk", verify(folder.resolve("missing"), small, small)),
            new Bad(2, "--rounds", List.of("bench", "transfer", "--rounds", "1")),
            new Bad(
                2,
                "12, 15, 18",
                List.of(
                    "wallet",
                    "restore",
                    "--wallet",
                    data,
                    "--password-file",
                    password.toString(),
                    "--mnemonic-file",
                    words.toString())),
            new Bad(
                2,
                "--password-file",
                List.of(
                    "wallet",
                    "new",
                    "--wallet",
                    data,
                    "--password-file",
                    folder.resolve("missing").toString())),
            new Bad(2, "neither bash nor zsh", List.of("completion", "fish")),
            new Bad(
                2,
                "begins with none of",
                List.of(
                    "wallet",
                    "import-viewing-key",
                    "--wallet",
                    data,
                    "--password-file",
                    password.toString(),
                    "--key-file",
                    words.toString())),
            new Bad(
                2,
                "--kind",
                List.of("wallet", "export-viewing-key", "--wallet", data, "--kind", "spending")),
            new Bad(
                2, "--amount", List.of("wallet", "shield", "--amount", "1.5", "--wallet", data)))
        .map(bad ->
            DynamicTest.dynamicTest(String.join(" ", bad.arguments()), () -> check(bad, data)));
  }

  private static List<String> verify(Path key, Path proof, Path inputs) {
    return List.of(
        "verify",
        "--vk",
        key.toString(),
        "--proof",
        proof.toString(),
        "--public",
        inputs.toString());
  }

  private static void check(Bad bad, String data) {
    CommandRun run = run(bad.arguments().toArray(new String[0]));
    assertThat(run.err()).contains(bad.says()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(run.status()).as(run.err()).isEqualTo(bad.status());
    assertThat(Path.of(data)).as("nothing half-written").doesNotExist();
  }

  @Test
  void everyCommand_hasHelpWithADescription() {
    assertHelp(Main.commandLine());
  }

  private static void assertHelp(CommandLine line) {
    assertThat(line.getCommandSpec().usageMessage().description())
        .as(line.getCommandSpec().qualifiedName())
        .isNotEmpty();
    line.getSubcommands().values().forEach(CommandLineTest::assertHelp);
  }

  @Test
  void verify_saysValidInvalidAndWhatIsWrong() throws IOException {
    CircuitLibrary circuits = CircuitLibrary.load();
    KeyCache cache = KeyCache.ofUser(circuits);
    ProofRequest request = SampleTransfer.of(CircuitId.TRANSFER_1X2, 5);
    Path key = folder.resolve("vk");
    Path proof = folder.resolve("proof");
    Path inputs = folder.resolve("public");
    try (ProvingKey proving = cache.open(CircuitId.TRANSFER_1X2);
        InProcessProver prover = new InProcessProver(circuits, cache, 0)) {
      Files.write(key, proving.verifyingKeyBytes());
      Files.write(proof, prover.prove(request, new ProveControl()).proof().toByteArray());
    }
    Files.write(inputs, request.publicInputs());
    assertThat(run(verify(key, proof, inputs).toArray(new String[0])).status()).isZero();
    byte[] changed = request.publicInputs();
    changed[0] ^= 1;
    Files.write(inputs, changed);
    CommandRun invalid = run(verify(key, proof, inputs).toArray(new String[0]));
    assertThat(invalid.status()).isEqualTo(1);
    assertThat(invalid.out()).contains("invalid");
    CommandRun wrong = run(verify(key, inputs, inputs).toArray(new String[0]));
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("--proof");
  }

  @Test
  void productionNetwork_refusesDevelopmentKeysWhateverTranscriptIsClaimed() throws IOException {
    for (CircuitId circuit : CircuitId.values()) {
      Path data = Files.createDirectories(folder.resolve(circuit.circuitName()));
      try (ProvingKey key = KeyCache.ofUser(CircuitLibrary.load()).open(circuit)) {
        byte[] transcript = new byte[32];
        transcript[0] = 1;
        GenesisCircuit rule =
            new GenesisCircuit(circuit, key.verifyingKeyHash(), Bytes32.of(transcript), 0);
        GenesisFile.write(data.resolve(GenesisFile.FILE), production(List.of(rule)));
      }
      CommandRun run = run("node", "run", "--data", data.toString());
      assertThat(run.status()).as(run.err()).isEqualTo(2);
      assertThat(run.err()).contains("that of a development key");
    }
  }

  private static Genesis production(List<GenesisCircuit> circuits) {
    AccountKey proposer = ProposerKey.ofSeed(new byte[32]).account();
    return new Genesis(
        NetworkKind.PRODUCTION,
        9,
        1,
        Amount.of(10),
        proposer,
        1,
        "production",
        circuits,
        List.of());
  }

  @Test
  void circuitsCheck_passes() {
    CommandRun run = run("circuits", "check", "--json");
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("\"passed\" : true").contains("\"constraints\" : 11988");
  }

  @Test
  void doctor_findsTheLibraries() {
    CommandRun run = run("doctor", "--json");
    assertThat(run.out()).contains("kernel").contains("\"circuit library\"");
    assertThat(run.status()).as(run.out()).isZero();
  }
}
