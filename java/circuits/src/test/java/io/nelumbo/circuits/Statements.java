package io.nelumbo.circuits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The statements of circuits/vectors/transfer.json, true and false. */
final class Statements {
  /** The statements that are true. */
  static final List<Statement> TRUE = read().stream().filter(s -> s.broken().isEmpty()).toList();

  /** The statements that break a clause. */
  static final List<Statement> FALSE = read().stream().filter(s -> !s.broken().isEmpty()).toList();

  private Statements() {}

  /** An assignment, what is public of it, and the clauses that it breaks. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Statement(int circuit, byte[] assignment, byte[] publicInputs, List<Integer> broken) {}

  /** The first true statement of a circuit. */
  static Statement of(int circuit) {
    return TRUE.stream().filter(s -> s.circuit() == circuit).findFirst().orElseThrow();
  }

  /** The pinned fingerprint of a circuit's name. */
  static String pinnedFingerprint(String name) {
    try {
      return Files.readAllLines(circuits().resolve("transfer/fingerprint.txt")).stream()
          .filter(line -> line.startsWith(name + " "))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path circuits() {
    return Path.of(System.getProperty("nelumbo.root", "../.."), "circuits");
  }

  private static List<Statement> read() {
    try {
      List<Statement> out = new ArrayList<>();
      for (JsonNode node :
          new ObjectMapper().readTree(circuits().resolve("vectors/transfer.json").toFile())) {
        List<Integer> broken = new ArrayList<>();
        node.get("broken_clauses").forEach(clause -> broken.add(clause.asInt()));
        out.add(
            new Statement(
                node.get("id").asInt(),
                HexFormat.of().parseHex(node.get("assignment").asText()),
                HexFormat.of().parseHex(node.get("public_inputs_bytes").asText()),
                broken));
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
