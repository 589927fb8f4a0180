package io.nelumbo.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;

/** The project's own vectors in circuits/vectors, and byte helpers. */
final class Vectors {
  private Vectors() {}

  static Path root() {
    return Path.of(System.getProperty("nelumbo.root", "../.."));
  }

  static JsonNode read(String name) {
    try {
      return new ObjectMapper().readTree(root().resolve("circuits/vectors").resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** "0x" and 64 big-endian digits to 32 little-endian bytes. */
  static byte[] element(JsonNode node) {
    return reverse(HexFormat.of().parseHex(node.asText().substring(2)));
  }

  static byte[] elements(JsonNode list) {
    byte[][] parts = new byte[list.size()][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = list.get(i).isArray() ? elements(list.get(i)) : element(list.get(i));
    }
    return concat(parts);
  }

  static byte[] bytes(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] reverse(byte[] in) {
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = in[in.length - 1 - i];
    }
    return out;
  }

  /** tag * 2^64 + payload as an element. */
  static byte[] tagged(int kind, int pool, long payload) {
    return ByteBuffer.allocate(32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(payload)
        .putLong(kind * 256L + pool)
        .array();
  }

  /** Little-endian bytes padded to an element. */
  static byte[] padded(byte[] littleEndian) {
    return ByteBuffer.allocate(32).put(littleEndian).array();
  }
}
