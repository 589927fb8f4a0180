import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Builds the circuit library as a shared library with JNI entry points.
 *
 * <p>Usage: {@code java GoBuild.java <go module> <output>}. It is a Java program because its own
 * {@code java.home} is the JDK that the build selected, and cgo needs that JDK's headers. The flags
 * leave out everything that depends on the place or the time of the build: two builds of the same
 * sources give the same bytes.
 */
final class GoBuild {
  private GoBuild() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2) {
      System.err.println("usage: java GoBuild.java <go module> <output>");
      System.exit(2);
    }
    Path module = Path.of(args[0]).toAbsolutePath().normalize();
    Path output = Path.of(args[1]).toAbsolutePath().normalize();
    Files.createDirectories(output.getParent());
    int status = build(module, output);
    if (status != 0) {
      System.err.println("go build of the circuit library failed with status " + status);
      System.exit(1);
    }
    // cgo writes a C header beside the library; the JNI side does not use it.
    String name = output.getFileName().toString();
    Files.deleteIfExists(output.resolveSibling(name.substring(0, name.length() - 3) + ".h"));
  }

  private static int build(Path module, Path output) throws IOException, InterruptedException {
    Path map = Files.createTempFile("nelumbo-circuits", ".map");
    try {
      Files.writeString(map, "{ global: Java_*; local: *; };\n");
      ProcessBuilder go =
          new ProcessBuilder(
              List.of(
                  "go",
                  "build",
                  "-buildmode=c-shared",
                  "-tags=jni",
                  "-trimpath",
                  "-buildvcs=false",
                  "-mod=readonly",
                  "-ldflags=-s -w -buildid= -extldflags=-Wl,--build-id=none,--version-script="
                      + map,
                  "-o",
                  output.toString(),
                  "./jni"));
      String include = System.getProperty("java.home") + "/include";
      go.directory(module.toFile());
      go.environment().put("CGO_ENABLED", "1");
      go.environment().put("CGO_CFLAGS", "-O2 -g0 -I" + include + " -I" + include + "/linux");
      return go.inheritIO().start().waitFor();
    } finally {
      Files.deleteIfExists(map);
    }
  }
}
