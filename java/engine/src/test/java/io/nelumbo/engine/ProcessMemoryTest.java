package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
  /** Forbids dumps in a process of its own, where that does no harm. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      boolean before = ProcessMemory.dumpsAllowed();
      ProcessMemory.forbidDumps();
      System.out.println(before + " " + ProcessMemory.dumpsAllowed());
    }
  }

  @Test
  void forbidDumps() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo("true false\n");
  }
}
