package io.nelumbo.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nelumbo.circuits.CircuitLibrary.Depth;
import io.nelumbo.circuits.Statements.Statement;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.ProvingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call of the library with what fits, and with what does not. */
class CircuitLibraryTest {
  private final CircuitLibrary circuits = CircuitLibrary.load();

  @ParameterizedTest
  @CsvSource({
    "1, transfer-2x2, 11988, 16384, 11",
    "2, transfer-1x2, 6824, 8192, 10",
    "3, transfer-4x2, 22316, 32768, 13"
  })
  void describe_counts(int id, String name, int constraints, int domain, int publicInputs)
      throws IOException {
    JsonNode report = new ObjectMapper().readTree(circuits.describe(id, Depth.COUNTS));
    assertThat(report.get("id").asInt()).isEqualTo(id);
    assertThat(report.get("name").asText()).isEqualTo(name);
    assertThat(report.get("constraints").asInt()).isEqualTo(constraints);
    assertThat(report.get("domain").asInt()).isEqualTo(domain);
    assertThat(report.get("public_inputs").asInt())
        .isEqualTo(publicInputs)
        .isEqualTo(CircuitId.of(id).publicInputs());
    assertThat(report.get("commitments").asInt()).isZero();
    assertThat(report.has("checks")).isFalse();
    int rows = 0;
    for (JsonNode part : report.get("parts")) {
      rows += part.get("rows").asInt();
    }
    assertThat(rows).isEqualTo(constraints);
    String fingerprint = report.get("fingerprint").asText();
    assertThat(fingerprint).isEqualTo(circuits.fingerprint(id)).matches("[0-9a-f]{64}");
    assertThat(Statements.pinnedFingerprint(name)).contains(fingerprint);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void circuit_unknown(int id, @TempDir Path folder) throws IOException {
    Statement statement = Statements.of(2);
    refuses(id, c -> circuits.describe(c, Depth.COUNTS));
    refuses(id, circuits::fingerprint);
    refuses(
        id, c -> circuits.solve(c, statement.assignment(), new WitnessTarget(8, 0, 8, 8, 8, 0)));
    refuses(id, c -> circuits.writeDevelopmentKey(c, "", folder.resolve("key.pk")));
    refuses(id, c -> circuits.gnarkProve(c, statement.assignment()));
    refuses(id, c -> circuits.gnarkVerify(c, new byte[192], statement.publicInputs()));
    assertThat(list(folder)).isEmpty();
  }

  private static void refuses(int circuit, IntConsumer call) {
    assertThatThrownBy(() -> call.accept(circuit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "circuit %d is unknown; known are 1 (transfer-2x2), 2 (transfer-1x2), 3 (transfer-4x2)",
            circuit);
  }

  @Test
  void assignment_malformed() {
    byte[] good = Statements.of(2).assignment();
    int input = 8 + 8 + 7 * 32 + 16;
    assignmentRefused(new byte[0], "assignment: 0 bytes, too short for its head of 256");
    assignmentRefused(new byte[3], "assignment: 3 bytes, too short");
    assignmentRefused(Arrays.copyOf(good, 255), "assignment: 255 bytes, too short");
    assignmentRefused(Arrays.copyOf(good, 256), "256 bytes, but transfer-1x2 takes exactly 2000");
    assignmentRefused(Arrays.copyOf(good, 1999), "1999 bytes, but transfer-1x2");
    assignmentRefused(Arrays.copyOf(good, 2001), "2001 bytes, but transfer-1x2");
    assignmentRefused(new byte[2000], "magic is not");
    assignmentRefused(filled(good, 8, 1, 7), "assignment: ");
    assignmentRefused(filled(good, 12, 1, 2), "pool 2 is not the circuit's pool 1");
    assignmentRefused(filled(good, 16, 32, 0xff), "anchor is not a canonical field element");
    assignmentRefused(filled(good, 48, 32, 0xff), "context is not a canonical");
    assignmentRefused(filled(good, 80, 32, 0xff), "ak.x is not a canonical");
    assignmentRefused(filled(good, 112, 32, 0xff), "ak.y is not a canonical");
    assignmentRefused(filled(good, 144, 32, 0xff), "nk is not a canonical");
    assignmentRefused(filled(good, 176, 32, 0xff), "alpha is not below the order");
    assignmentRefused(filled(good, 208, 32, 0xff), "asset is not a canonical");
    assignmentRefused(filled(good, input + 24, 32, 0xff), "input 1: rcm is not a canonical");
    assignmentRefused(filled(good, input + 56, 8, 0xff), "input 1: position is not below 2^32");
    assignmentRefused(
        filled(good, input + 64 + 32 * 47, 32, 0xff), "input 1: path level 15, sibling 2 is not");
    assignmentRefused(filled(good, 1936, 32, 0xff), "output 2: o is not a canonical");
    assignmentRefused(filled(good, 1968, 32, 0xff), "output 2: rcm is not a canonical");
    assignmentRefused(Statements.of(1).assignment(), "of circuit 1, not of circuit 2");
  }

  private void assignmentRefused(byte[] assignment, String reason) {
    assertThatThrownBy(() -> circuits.gnarkProve(2, assignment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static byte[] filled(byte[] good, int from, int length, int value) {
    byte[] out = good.clone();
    Arrays.fill(out, from, from + length, (byte) value);
    return out;
  }

  @Test
  void statement_false() {
    assertThat(Statements.FALSE).hasSize(15);
    for (Statement statement : Statements.FALSE) {
      assertThatThrownBy(() -> circuits.gnarkProve(statement.circuit(), statement.assignment()))
          .isInstanceOf(UnsatisfiedException.class)
          .hasMessageStartingWith(
              "the statement is false: clause " + statement.broken().getFirst() + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void gnark_provesAndVerifies(int circuit) {
    Statement statement = Statements.of(circuit);
    GnarkProof made = circuits.gnarkProve(circuit, statement.assignment());
    assertThat(made.publicInputs()).isEqualTo(statement.publicInputs());
    assertThat(made.proof()).hasSize(192);
    assertThat(made.solveAndProveNanos()).isPositive();
    assertThat(made.toString()).matches("GnarkProof\\[1[013] public inputs, \\d+ ns\\]");
    assertThat(circuits.gnarkVerify(circuit, made.proof(), made.publicInputs())).isTrue();
    byte[] other = made.publicInputs().clone();
    other[0] ^= 1;
    assertThat(circuits.gnarkVerify(circuit, made.proof(), other)).isFalse();
    assertThat(circuits.gnarkVerify(circuit, new byte[192], made.publicInputs())).isFalse();
    byte[] notCanonical = filled(made.publicInputs(), 0, 32, 0xff);
    assertThat(circuits.gnarkVerify(circuit, made.proof(), notCanonical)).isFalse();
  }

  @Test
  void gnarkVerify_wrongLengths() {
    GnarkProof made = circuits.gnarkProve(2, Statements.of(2).assignment());
    // The last of each is as long as a proof and its public inputs together.
    verifyRefused(Arrays.copyOf(made.proof(), 191), made.publicInputs());
    verifyRefused(Arrays.copyOf(made.proof(), 193), made.publicInputs());
    verifyRefused(new byte[0], made.publicInputs());
    verifyRefused(made.proof(), new byte[0]);
    verifyRefused(made.proof(), Arrays.copyOf(made.publicInputs(), 319));
    verifyRefused(made.proof(), Arrays.copyOf(made.publicInputs(), 352));
    verifyRefused(Arrays.copyOf(made.proof(), 191), Arrays.copyOf(made.publicInputs(), 321));
    verifyRefused(Arrays.copyOf(made.proof(), 224), Arrays.copyOf(made.publicInputs(), 288));
  }

  private void verifyRefused(byte[] proof, byte[] publicInputs) {
    assertThatThrownBy(() -> circuits.gnarkVerify(2, proof, publicInputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("proof")
        .hasMessageContaining("bytes");
  }

  @Test
  void solve_buffersThatDoNotFit(@TempDir Path folder) {
    Path file = folder.resolve("key.pk");
    circuits.writeDevelopmentKey(2, "", file);
    byte[] assignment = Statements.of(2).assignment();
    try (ProvingKey key = ProvingKey.open(file);
        Solver solver = new Solver(circuits, 2, key)) {
      WitnessTarget t = solver.target();
      long w = t.wiresAddress();
      long a = t.aAddress();
      long b = t.bAddress();
      long c = t.cAddress();
      long wires = t.wires();
      long rows = t.rows();
      targetRefused(solver, new WitnessTarget(0, wires, a, b, c, rows), "missing or not aligned");
      targetRefused(solver, new WitnessTarget(w + 4, wires, a, b, c, rows), "not aligned");
      targetRefused(solver, new WitnessTarget(w, -1, a, b, c, rows), "missing");
      targetRefused(solver, new WitnessTarget(w, wires, a, b, 0, rows), "missing");
      targetRefused(solver, new WitnessTarget(w, wires, a, b, c, -1), "missing");
      targetRefused(
          solver, new WitnessTarget(w, wires - 1, a, b, c, rows), "buffer W holds " + (wires - 1));
      targetRefused(
          solver, new WitnessTarget(w, wires, a, b, c, 6823), "buffer A holds 6823 elements");
      assertThatCode(() -> solver.solve(assignment, new WitnessTarget(w, wires, a, b, c, 6824)))
          .doesNotThrowAnyException();
      byte[] solved = solver.content();
      solver.solve(assignment);
      assertThat(solver.content()).isEqualTo(solved);
      for (Statement statement : Statements.FALSE) {
        if (statement.circuit() == 2) {
          assertThatThrownBy(() -> solver.solve(statement.assignment()))
              .isInstanceOf(UnsatisfiedException.class);
        }
      }
    }
  }

  private static void targetRefused(Solver solver, WitnessTarget target, String reason) {
    assertThatThrownBy(() -> solver.solve(Statements.of(2).assignment(), target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void developmentKey_isDeterministic(@TempDir Path folder) throws IOException {
    Path first = folder.resolve("new/folder/first.pk");
    Path second = folder.resolve("second.pk");
    circuits.writeDevelopmentKey(2, "", first);
    circuits.writeDevelopmentKey(2, "", second);
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    circuits.writeDevelopmentKey(2, "another", second);
    assertThat(Files.mismatch(first, second)).isNotEqualTo(-1);
    assertThat(list(folder.resolve("new/folder"))).containsExactly(first);
  }

  @Test
  void developmentKey_cannotBeWritten(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    keyRefused(file.resolve("key.pk"), "the key folder cannot be made: " + file);
    Path taken = Files.createDirectories(folder.resolve("taken.pk/inside")).getParent();
    keyRefused(taken, taken.toString());
    assertThat(list(folder)).containsExactlyInAnyOrder(file, taken);
    // No process may make files here, root included.
    keyRefused(Path.of("/proc/nelumbo.pk"), "/proc/");
  }

  private void keyRefused(Path path, String reason) {
    assertThatThrownBy(() -> circuits.writeDevelopmentKey(2, "", path))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Another", "a b", "../up", "ä", "0123456789012345678901234567890123"})
  void developmentKey_badLabel(String label, @TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> circuits.writeDevelopmentKey(2, label, folder.resolve("key.pk")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 32 characters out of a-z, 0-9 and -");
    assertThat(list(folder)).isEmpty();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
