package io.nelumbo.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Finds a native library as a file that the operating system can map.
 *
 * <p>Libraries travel on the class path under {@code META-INF/native/<os>-<arch>/}. One that is
 * already a file is used in place; one inside a jar is written once to the user's cache folder
 * under the SHA-256 of its content, by an atomic rename, so that a killed process leaves nothing
 * behind and two processes may start at once.
 */
public final class LibraryFile {
  private LibraryFile() {}

  /**
   * The file of a library.
   *
   * @param anchor a class of the module that carries the library
   * @param fileName such as {@code libnelumbo.so}
   * @throws IOException when this platform's library is not on the class path or cannot be written
   *     to the cache; the message names the platform or the folder
   */
  public static Path locate(Class<?> anchor, String fileName) throws IOException {
    String resource = "META-INF/native/" + platform() + "/" + fileName;
    URL url = anchor.getClassLoader().getResource(resource);
    if (url == null) {
      throw new IOException(
          fileName
              + " for "
              + platform()
              + " is not on the class path; build it with ./nelumbo build");
    }
    if (url.getProtocol().equals("file")) {
      return fileOf(url);
    }
    try (InputStream in = url.openStream()) {
      return cached(in.readAllBytes(), fileName, cacheFolder(System.getenv()));
    }
  }

  /**
   * Operating system and architecture in the form of the resource folders, such as {@code
   * linux-x86_64}.
   */
  public static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(' ', '-');
    String arch = System.getProperty("os.arch");
    return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
  }

  static Path cached(byte[] content, String fileName, Path cache) throws IOException {
    Path folder = cache.resolve("lib").resolve(sha256(content));
    Path file = folder.resolve(fileName);
    if (Files.isRegularFile(file) && sha256(Files.readAllBytes(file)).equals(sha256(content))) {
      return file;
    }
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, fileName, ".part");
    try {
      Files.write(temporary, content);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return file;
  }

  /**
   * The user's cache folder for this project: {@code $XDG_CACHE_HOME/nelumbo}, else {@code
   * ~/.cache/nelumbo}.
   */
  public static Path cacheFolder(Map<String, String> environment) {
    String configured = environment.get("XDG_CACHE_HOME");
    Path base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return base.resolve("nelumbo");
  }

  private static Path fileOf(URL url) throws IOException {
    try {
      return Path.of(new URI(url.toString()));
    } catch (URISyntaxException e) {
      throw new IOException("the class path has an entry with a malformed name: " + url, e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
