package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Functions of nelumbo.h = exported symbols of the library = handles bound in Java. */
class SymbolsTest {
  private static final Pattern DECLARATION =
      Pattern.compile("NLB_API\\s+(?:int32_t|void)\\s+(nlb_\\w+)\\(([^)]*)\\)");

  private static Set<String> declared() throws IOException {
    Set<String> out = new TreeSet<>();
    Matcher matcher = DECLARATION.matcher(header());
    while (matcher.find()) {
      out.add(matcher.group(1));
    }
    return out;
  }

  private static String header() throws IOException {
    return Files.readString(Vectors.root().resolve("native/include/nelumbo/nelumbo.h"));
  }

  private static Set<String> exported() throws IOException {
    Process nm =
        new ProcessBuilder("nm", "-D", "--defined-only", Engine.load().file().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(nm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Set<String> out = new TreeSet<>();
    for (String line : output.lines().toList()) {
      String[] columns = line.trim().split("\\s+");
      out.add(columns[columns.length - 1]);
    }
    return out;
  }

  @Test
  void header_library_and_java_agree() throws IOException {
    Symbols.bindAll();
    assertThat(declared()).hasSizeGreaterThan(40);
    assertThat(NativeLibrary.missing()).isEmpty();
    assertThat(NativeLibrary.bound()).containsExactlyInAnyOrderElementsOf(declared());
    assertThat(exported()).containsExactlyInAnyOrderElementsOf(declared());
  }

  @Test
  void handles_takeWhatTheHeaderDeclares() throws IOException {
    Symbols.bindAll();
    Matcher matcher = DECLARATION.matcher(header());
    int checked = 0;
    while (matcher.find()) {
      String expected =
          erase(matcher.group(2)) + (matcher.group().contains("void nlb") ? "V" : "I");
      assertThat(NativeLibrary.shape(matcher.group(1))).as(matcher.group(1)).isEqualTo(expected);
      checked++;
    }
    assertThat(checked).isEqualTo(declared().size());
  }

  /** P for a pointer or array, L for 64 bits, I for 32. */
  private static String erase(String parameters) {
    StringBuilder out = new StringBuilder();
    for (String parameter : parameters.split(",")) {
      if (parameter.contains("*") || parameter.contains("[")) {
        out.append('P');
      } else if (parameter.contains("64_t")) {
        out.append('L');
      } else if (parameter.contains("32_t")) {
        out.append('I');
      } else {
        assertThat(parameter.trim()).isEqualTo("void");
      }
    }
    return out.toString();
  }
}
