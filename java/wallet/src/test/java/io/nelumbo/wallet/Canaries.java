package io.nelumbo.wallet;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Secrets to look for in a file: as bytes, as hexadecimal text, and for texts as Latin-1 and as
 * 16-bit characters. Texts of Java strings and arrays of chars lie in heap dumps in one of these
 * forms.
 */
final class Canaries {
  private static final int WINDOW = 8;

  private record Pattern(String name, byte[] bytes) {}

  private final Map<Integer, List<Pattern>> byStart = new HashMap<>();
  private final boolean[] starts = new boolean[1 << 16];
  private int secrets;

  /** Adds secret bytes. */
  void add(String name, byte[] secret) {
    secrets++;
    String hex = HexFormat.of().formatHex(secret);
    pattern(name, secret.clone());
    pattern(name + " as hexadecimal", hex.getBytes(StandardCharsets.ISO_8859_1));
    pattern(name + " as hexadecimal chars", hex.getBytes(StandardCharsets.UTF_16BE));
  }

  /** Adds a secret text. */
  void add(String name, String secret) {
    secrets++;
    pattern(name, secret.getBytes(StandardCharsets.ISO_8859_1));
    pattern(name + " as chars", secret.getBytes(StandardCharsets.UTF_16BE));
    pattern(name + " as little-endian chars", secret.getBytes(StandardCharsets.UTF_16LE));
  }

  /** How many secrets were added. */
  int size() {
    return secrets;
  }

  private void pattern(String name, byte[] bytes) {
    starts[start(bytes[0], bytes[1])] = true;
    byStart.computeIfAbsent(key(bytes), k -> new ArrayList<>()).add(new Pattern(name, bytes));
  }

  private static int start(byte first, byte second) {
    return (first & 0xff) << 8 | second & 0xff;
  }

  private static int key(byte[] bytes) {
    int key = 0;
    for (int i = 0; i < WINDOW; i++) {
      key = 31 * key + bytes[i];
    }
    return key;
  }

  /**
   * Searches a file of less than 2 GiB; gives the number of places of each secret that is there.
   */
  SortedMap<String, Integer> searchIn(Path file) throws IOException {
    SortedMap<String, Integer> found = new TreeMap<>();
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      byte[] window = new byte[WINDOW];
      for (int at = 0; at + WINDOW <= bytes.limit(); at++) {
        if (starts[start(bytes.get(at), bytes.get(at + 1))]) {
          bytes.get(at, window);
          for (Pattern pattern : byStart.getOrDefault(key(window), List.of())) {
            if (standsAt(bytes, at, pattern.bytes)) {
              found.merge(pattern.name, 1, Integer::sum);
            }
          }
        }
      }
    }
    return found;
  }

  private static boolean standsAt(MappedByteBuffer bytes, int at, byte[] pattern) {
    if (at + pattern.length > bytes.limit()) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (bytes.get(at + i) != pattern[i]) {
        return false;
      }
    }
    return true;
  }
}
