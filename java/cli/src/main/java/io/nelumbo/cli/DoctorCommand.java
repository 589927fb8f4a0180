package io.nelumbo.cli;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.engine.Engine;
import io.nelumbo.engine.LibraryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what was found on this machine. */
@Command(
    name = "doctor",
    description =
        "Prints the tools found, the processor's features, the kernel chosen, memory and huge"
            + " pages.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  ./nelumbo doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  private static final List<List<String>> TOOLS =
      List.of(
          List.of("mvn", "--version"),
          List.of("go", "version"),
          List.of("g++", "--version"),
          List.of("cmake", "--version"),
          List.of("ninja", "--version"));

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    found.put(
        "jdk",
        System.getProperty("java.vendor.version") + " at " + System.getProperty("java.home"));
    for (List<String> tool : TOOLS) {
      String version = firstLine(tool);
      found.put(tool.getFirst(), version.isEmpty() ? "not found" : version);
      if (version.isEmpty()) {
        problems.add(tool.getFirst() + " is not in PATH: building from source needs it");
      }
    }
    found.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    found.put("memory", field("/proc/meminfo", "MemTotal"));
    found.put("memory available", field("/proc/meminfo", "MemAvailable"));
    found.put("transparent huge pages", read("/sys/kernel/mm/transparent_hugepage/enabled"));
    found.put("platform", LibraryFile.platform());
    found.put("cache folder", LibraryFile.cacheFolder(System.getenv()).toString());
    libraries(found, problems);
    output.print(
        Map.of("found", found, "problems", problems),
        () -> {
          found.forEach((name, value) -> Output.line(String.format("%-24s %s", name, value)));
          problems.forEach(problem -> Output.line("PROBLEM: " + problem));
          Output.line(problems.isEmpty() ? "All is well." : problems.size() + " problem(s) found.");
        });
    return problems.isEmpty() ? 0 : CliException.REFUSED;
  }

  private static void libraries(Map<String, String> found, List<String> problems) {
    try {
      Engine engine = Engine.load();
      found.put("cpu features", engine.cpuFeatures());
      found.put("kernel", engine.kernel());
      found.put("native library", engine.buildInfo());
    } catch (RuntimeException e) {
      problems.add("the native library: " + e.getMessage());
    }
    try {
      CircuitLibrary library = CircuitLibrary.load();
      found.put("circuit library", "transfer-2x2 " + library.fingerprint(1));
    } catch (RuntimeException e) {
      problems.add("the circuit library: " + e.getMessage());
    }
  }

  private static String firstLine(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      boolean ended = process.waitFor(20, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0
          ? text.lines().findFirst().orElse("").replaceAll("\u001B\\[[;\\d]*m", "")
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String field(String file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
