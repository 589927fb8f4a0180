package io.nelumbo.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where results go: text for people, or one JSON object on standard output for scripts. */
final class Output {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  /** Prints a result in the form that was asked for. */
  void print(Map<String, ?> fields, Runnable text) {
    if (json) {
      line(json(fields));
    } else {
      text.run();
    }
  }

  /** Prints a line of text, whatever the form. */
  static void line(String text) {
    PrintWriter out = new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
    out.println(text);
  }

  /** A line about progress, on standard error. */
  static void progress(String text) {
    System.err.println(text);
  }

  static String json(Map<String, ?> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new AssertionError("maps of strings and numbers have a JSON form", e);
    }
  }
}
