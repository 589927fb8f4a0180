package io.nelumbo.prover.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of a prover process: this process's own Java and class path.
 *
 * <p>A crash writes nothing: no core dump, no hs_err file, no heap dump, no file of counters, since
 * each of them would hold secrets or stay behind.
 *
 * @param main the class to run
 * @param options more options of Java
 */
record JavaCommand(String main, List<String> options) {
  /** What a child needs of its parent's environment; the rest may hold secrets. */
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "HOME",
          "PATH",
          "LANG",
          "LC_ALL",
          "TMPDIR",
          "XDG_CACHE_HOME",
          "NELUMBO_KERNEL",
          "NELUMBO_LOG");

  /** The command that ships. */
  static JavaCommand standard() {
    return new JavaCommand(ProverMain.class.getName(), List.of());
  }

  ProcessBuilder builder(ChildSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--illegal-native-access=deny",
            "-Xmx" + settings.limits().heapMegabytes() + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // What the VM itself prints must not get between the frames.
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            // No hs_err file. Naming another place for it does not help: a crash banner still goes
            // to standard output, between the frames.
            "-XX:+SuppressFatalErrorMessage",
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData"));
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("nelumbo."))
        .sorted()
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            main,
            settings.keys().toString(),
            settings.label(),
            Integer.toString(settings.threads())));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(ENVIRONMENT);
    // A crash of Go prints no stacks.
    environment.put("GOTRACEBACK", "none");
    return builder;
  }
}
