package io.nelumbo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  @TempDir Path folder;

  private String bash(String script) throws Exception {
    Process process =
        new ProcessBuilder(List.of("bash", "--norc", "-e", "-c", script))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private Path script(String shell) throws Exception {
    CommandRun run = CommandRun.of("completion", shell);
    assertThat(run.status()).as(run.err()).isZero();
    return Files.writeString(folder.resolve(shell), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void script_isReadWithoutAWordOfComplaint(String shell) throws Exception {
    assertThat(bash("source " + script(shell))).isEmpty();
  }

  @Test
  void bash_completesCommandsOptionsAndValues() throws Exception {
    Path script = script("bash");
    assertThat(complete(script, "nelumbo", "wal")).contains("wallet");
    assertThat(complete(script, "nelumbo", "wallet", "cons")).contains("consolidate");
    assertThat(complete(script, "nelumbo", "wallet", "consolidate", "--as")).contains("--asset");
    assertThat(complete(script, "nelumbo", "wallet", "export-viewing-key", "--kind", "I"))
        .contains("INCOMING");
    assertThat(complete(script, "nelumbo", "frobni")).isEmpty();
  }

  /** What bash offers for the last word. */
  private List<String> complete(Path script, String... words) throws Exception {
    String text = String.join(" ", words);
    String out =
        bash(
            "source "
                + script
                + "\nCOMP_WORDS=("
                + text
                + ")\nCOMP_CWORD="
                + (words.length - 1)
                + "\nCOMP_LINE='"
                + text
                + "'\nCOMP_POINT="
                + text.length()
                + "\ncomplete -p nelumbo >/dev/null\n_complete_nelumbo || true\n"
                + "printf '%s\\n' \"${COMPREPLY[@]}\"");
    return out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
