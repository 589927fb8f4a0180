package io.nelumbo.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The group of circuit commands. */
@Command(
    name = "circuits",
    description = "Describes and checks the circuits.",
    mixinStandardHelpOptions = true,
    subcommands = CircuitsCommand.Check.class)
final class CircuitsCommand {

  /** Checks all circuits of this build. */
  @Command(
      name = "check",
      description = {
        "Compiles every transfer circuit and checks it: constraints by part, public inputs,"
            + " commitments, points at infinity among the keys,",
        "a false statement for every clause, a changed value for every wire, and the pinned"
            + " fingerprint."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  ./nelumbo circuits check --json",
        "",
        "Fields: docs/guides/circuits.md"
      })
  static final class Check implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private Output output;

    @Override
    public Integer call() throws JsonProcessingException {
      CircuitLibrary library = CircuitLibrary.load();
      List<JsonNode> reports = new ArrayList<>();
      for (CircuitId circuit : CircuitId.values()) {
        Output.progress("checking " + circuit.circuitName() + " (some seconds) ...");
        reports.add(JSON.readTree(library.describe(circuit.id(), CircuitLibrary.Depth.CHECKS)));
      }
      boolean passed =
          reports.stream().allMatch(report -> report.path("checks").path("passed").asBoolean());
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("passed", passed);
      fields.put("circuits", reports);
      output.print(fields, () -> reports.forEach(Check::print));
      return passed ? 0 : CliException.REFUSED;
    }

    private static void print(JsonNode report) {
      JsonNode checks = report.path("checks");
      Output.line("");
      Output.line(
          report.path("name").asText() + "  fingerprint " + report.path("fingerprint").asText());
      for (JsonNode part : report.path("parts")) {
        Output.line(
            String.format(
                "  clause %d  %-38s %6d",
                part.path("clause").asInt(),
                part.path("name").asText(),
                part.path("rows").asInt()));
      }
      Output.line(String.format("  %-48s %6d", "constraints", report.path("constraints").asInt()));
      checks
          .properties()
          .forEach(entry -> {
            if (!entry.getValue().isContainerNode()) {
              Output.line(
                  String.format(
                      "  %-48s %s", entry.getKey().replace('_', ' '), entry.getValue().asText()));
            }
          });
    }
  }
}
