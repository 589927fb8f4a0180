package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handshake: what it says when all is well, and one line when it is not. */
class EngineTest {
  @TempDir Path folder;

  /** Loads the engine in a process of its own and prints its kernel or the failure's message. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) {
      try {
        System.out.println("kernel " + Engine.load().kernel());
      } catch (EngineException e) {
        System.out.println(e.status() + " " + e.getMessage());
      }
    }
  }

  private static String probe(String kernel, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (!kernel.isEmpty()) {
      builder.environment().put("NELUMBO_KERNEL", kernel);
    }
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.contains("io.nelumbo.engine.Engine"))
        .reduce("", (a, b) -> a + b);
  }

  @Test
  void load_isOneAndDescribesItself() {
    Engine engine = Engine.load();
    assertThat(Engine.load()).isSameAs(engine);
    assertThat(engine.kernel()).isNotBlank();
    assertThat(engine.buildInfo()).isNotBlank();
    assertThat(engine.cpuFeatures()).isNotBlank();
    assertThat(engine.file()).isRegularFile();
  }

  @Test
  void load_portableKernelByChoice() throws IOException {
    assertThat(probe("portable", "--enable-native-access=ALL-UNNAMED"))
        .isEqualTo("kernel portable");
  }

  @Test
  void load_unknownKernel() throws IOException {
    assertThat(probe("abacus", "--enable-native-access=ALL-UNNAMED"))
        .startsWith("UNSUPPORTED ")
        .contains("abacus");
  }

  @Test
  void load_withoutNativeAccess() throws IOException {
    assertThat(probe("", "--illegal-native-access=deny"))
        .contains("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void load_overrideThatIsNoFile() throws IOException {
    String missing = folder.resolve("none.so").toString();
    assertThat(probe("", "--enable-native-access=ALL-UNNAMED", "-Dnelumbo.library=" + missing))
        .isEqualTo("INTERNAL -Dnelumbo.library=" + missing + " is not a file");
  }

  @Test
  void load_overrideThatIsNoLibrary() throws IOException {
    Path text = Files.writeString(folder.resolve("text.so"), "not a library");
    assertThat(probe("", "--enable-native-access=ALL-UNNAMED", "-Dnelumbo.library=" + text))
        .contains("is not a library for this machine")
        .contains("./nelumbo build");
  }

  @Test
  void load_overrideThatIsTheLibrary() throws IOException {
    Path copy = Files.copy(Engine.load().file(), folder.resolve("copy.so"));
    assertThat(probe("", "--enable-native-access=ALL-UNNAMED", "-Dnelumbo.library=" + copy))
        .startsWith("kernel ");
  }

  @Test
  void load_libraryWithoutOurFunctions() throws IOException {
    Path other = Path.of(System.getProperty("java.home"), "lib", "libnet.so");
    assertThat(probe("", "--enable-native-access=ALL-UNNAMED", "-Dnelumbo.library=" + other))
        .startsWith("UNSUPPORTED the native library lacks nlb_");
  }

  @Test
  void status_codesOfTheHeader() {
    assertThat(EngineStatus.ofCode(2)).isEqualTo(EngineStatus.BAD_ENCODING);
    assertThat(EngineStatus.ofCode(99)).isEqualTo(EngineStatus.INTERNAL);
    assertThat(EngineStatus.ofCode(12_345)).isEqualTo(EngineStatus.INTERNAL);
    for (EngineStatus status : EngineStatus.values()) {
      assertThat(EngineStatus.ofCode(status.code())).isEqualTo(status);
    }
  }

  @Test
  void context_threads() {
    try (NativeContext two = NativeContext.open(2);
        NativeContext all = NativeContext.open(0)) {
      assertThat(two.threads()).isEqualTo(2);
      assertThat(all.threads()).isPositive();
    }
    assertThatThrownBy(() -> NativeContext.open(-1)).hasMessageContaining("threads is -1");
    assertThatThrownBy(() -> NativeContext.open(257)).hasMessageContaining("threads is 257");
  }

  @Test
  void context_closedTwiceAndUsedAfter() {
    NativeContext context = NativeContext.open(1);
    context.close();
    context.close();
    assertThatThrownBy(context::threads)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("native context is closed");
  }

  @Test
  void randomBytes_differ() {
    assertThat(SystemRandom.bytes(0)).isEmpty();
    assertThat(SystemRandom.bytes(32)).isNotEqualTo(SystemRandom.bytes(32));
    assertThat(SystemRandom.bytes(100_000)).hasSize(100_000);
    assertThatThrownBy(() -> SystemRandom.bytes(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
