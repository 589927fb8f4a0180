package io.nelumbo.node.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports of a running node, in {@code ports.json} of its data folder for scripts and tests. The
 * file is there while the node serves.
 *
 * @param peer the port for peers, 0 if nobody can dial
 * @param api the port of the API
 */
public record Ports(int peer, int api) {

  /** The name of the file in the data folder. */
  public static final String FILE = "ports.json";

  private static final Pattern TEXT =
      Pattern.compile("\\{\"peer\": ([0-9]{1,5}), \"api\": ([0-9]{1,5})}\\s*");

  void write(Path path) throws IOException {
    SafeFiles.write(path, "{\"peer\": " + peer + ", \"api\": " + api + "}\n");
  }

  /** Reads the file of the node that runs in a data folder. */
  public static Ports read(Path dataFolder) throws ConfigException {
    Path path = dataFolder.resolve(FILE);
    try {
      Matcher matcher = TEXT.matcher(Files.readString(path));
      if (!matcher.matches()) {
        throw new ConfigException(path + ": is not the ports file of a node");
      }
      return new Ports(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    } catch (IOException e) {
      throw new ConfigException(path + ": cannot be read; does a node run in this folder?", e);
    }
  }
}
