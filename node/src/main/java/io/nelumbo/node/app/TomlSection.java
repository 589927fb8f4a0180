package io.nelumbo.node.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a TOML file, read strictly: a missing key, another type, a value out of range and an
 * unknown key are errors with file, line and column. Keys count as known once they were asked for.
 */
final class TomlSection {

  private static final long MAX_FILE_BYTES = 16L << 20;

  private final String file;
  private final String path;
  private final TomlTable table;
  private final @Nullable TomlPosition start;
  private final Set<String> known = new LinkedHashSet<>();

  private TomlSection(String file, String path, TomlTable table, @Nullable TomlPosition start) {
    this.file = file;
    this.path = path;
    this.table = table;
    this.start = start;
  }

  /** Reads a file of at most 16 MiB. */
  static TomlSection read(Path path) throws ConfigException {
    try {
      if (Files.size(path) > MAX_FILE_BYTES) {
        throw new ConfigException(path + ": is larger than 16 MiB");
      }
      return parse(path.toString(), Files.readString(path));
    } catch (IOException e) {
      throw new ConfigException(path + ": cannot be read as UTF-8 text", e);
    }
  }

  static TomlSection parse(String file, String text) throws ConfigException {
    TomlParseResult result = parsed(file, text);
    if (result.hasErrors()) {
      TomlParseError error = result.errors().getFirst();
      throw new ConfigException(
          place(file, error.position()) + ": " + firstLine(String.valueOf(error.getMessage())));
    }
    return new TomlSection(file, "", result, null);
  }

  /** The library's parser meets some malformed texts with an assertion or an exception. */
  private static TomlParseResult parsed(String file, String text) throws ConfigException {
    try {
      return Toml.parse(text);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw new ConfigException(
          file + ": is not TOML: look for control characters and deep nesting", e);
    }
  }

  /** A table below this one, empty if it is not in the file. */
  TomlSection section(String key) throws ConfigException {
    Object value = value(key);
    if (value == null) {
      return new TomlSection(file, path + key + ".", Toml.parse(""), start);
    }
    if (!(value instanceof TomlTable inner)) {
      throw wrongType(key, "a table, written [" + path + key + "]");
    }
    return new TomlSection(file, path + key + ".", inner, position(key));
  }

  /** The tables of [[key]], none if it is not in the file. */
  List<TomlSection> sections(String key) throws ConfigException {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof TomlArray array) || !all(array, TomlTable.class)) {
      throw wrongType(key, "a list of tables, each written [[" + path + key + "]]");
    }
    List<TomlSection> sections = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String name = path + key + "[" + i + "].";
      sections.add(new TomlSection(file, name, array.getTable(i), array.inputPositionOf(i)));
    }
    return sections;
  }

  String string(String key) throws ConfigException {
    return optionalString(key).orElseThrow(() -> missing(key));
  }

  Optional<String> optionalString(String key) throws ConfigException {
    Object value = value(key);
    if (value != null && !(value instanceof String)) {
      throw wrongType(key, "text in quotes");
    }
    return Optional.ofNullable((String) value);
  }

  boolean bool(String key, boolean fallback) throws ConfigException {
    Object value = value(key);
    if (value != null && !(value instanceof Boolean)) {
      throw wrongType(key, "true or false");
    }
    return value == null ? fallback : (Boolean) value;
  }

  long integer(String key, long min, long max) throws ConfigException {
    Object value = value(key);
    if (value == null) {
      throw missing(key);
    }
    return inRange(key, value, min, max);
  }

  long integer(String key, long min, long max, long fallback) throws ConfigException {
    Object value = value(key);
    return value == null ? fallback : inRange(key, value, min, max);
  }

  private long inRange(String key, Object value, long min, long max) throws ConfigException {
    if (!(value instanceof Long number)) {
      throw wrongType(key, "a whole number from " + min + " to " + max);
    }
    if (number < min || number > max) {
      throw error(key, "is " + number + ", allowed are " + min + " to " + max);
    }
    return number;
  }

  /** An unsigned 64-bit number: an integer, or decimal digits in quotes for more than 2^63 - 1. */
  long unsigned(String key) throws ConfigException {
    Object value = value(key);
    if (value == null) {
      throw missing(key);
    }
    try {
      if (value instanceof String digits && digits.matches("[0-9]{1,20}")) {
        return Long.parseUnsignedLong(digits);
      }
    } catch (NumberFormatException e) {
      throw error(key, "is more than 18446744073709551615");
    }
    return inRange(key, value, 0, Long.MAX_VALUE);
  }

  List<String> strings(String key) throws ConfigException {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof TomlArray array) || !all(array, String.class)) {
      throw wrongType(key, "a list of texts, as [\"a\", \"b\"]");
    }
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      strings.add(array.getString(i));
    }
    return strings;
  }

  private static boolean all(TomlArray array, Class<?> type) {
    return array.toList().stream().allMatch(type::isInstance);
  }

  /** Refuses keys that nobody asked for. Call it last. */
  void finish() throws ConfigException {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw error(key, "is not known; known here are " + String.join(", ", known));
      }
    }
  }

  /** An error at a key of this table, for rules that TOML does not know. */
  ConfigException error(String key, String problem) {
    TomlPosition position = position(key);
    return new ConfigException(
        place(file, position == null ? start : position) + ": " + path + key + " " + problem);
  }

  private ConfigException missing(String key) {
    return error(key, "is missing");
  }

  private ConfigException wrongType(String key, String wanted) {
    return error(key, "must be " + wanted);
  }

  private @Nullable Object value(String key) {
    known.add(key);
    return table.get(List.of(key));
  }

  private @Nullable TomlPosition position(String key) {
    return table.inputPositionOf(List.of(key));
  }

  private static String place(String file, @Nullable TomlPosition position) {
    return position == null ? file : file + ":" + position.line() + ":" + position.column();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
