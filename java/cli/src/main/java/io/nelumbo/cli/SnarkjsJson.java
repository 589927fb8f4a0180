package io.nelumbo.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nelumbo.engine.Curve;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * verification_key.json, proof.json and public.json of snarkjs: coordinates as decimal text, of G2
 * c0 before c1. Turns them into bytes; what those bytes mean is for the engine to judge.
 * IllegalArgumentException names the member that is wrong; {@link NotCanonical} is thrown for a
 * number that cannot be canonical.
 */
final class SnarkjsJson {
  private static final int ELEMENT = 32;
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxStringLength(256)
                          .maxNameLength(64)
                          .maxNumberLength(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A number is not below 2^(8 bytes), so below no modulus either. */
  static final class NotCanonical extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotCanonical(String message) {
      super(message);
    }
  }

  private final JsonNode root;

  private SnarkjsJson(JsonNode root) {
    this.root = root;
  }

  static SnarkjsJson parse(byte[] bytes) {
    try {
      return new SnarkjsJson(JSON.readTree(bytes));
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new IllegalArgumentException(
          "is not valid JSON" + place + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalArgumentException("is not valid JSON: " + e.getMessage());
    }
  }

  /** The curve that the member "curve" names, or null without one. */
  @Nullable Curve curve() {
    JsonNode name = root.get("curve");
    if (name == null) {
      return null;
    }
    return switch (name.asText().toLowerCase(java.util.Locale.ROOT)) {
      case "bn128", "bn254", "altbn128", "alt_bn128" -> Curve.BN254;
      case "bls12381", "bls12-381", "bls12_381" -> Curve.BLS12_381;
      default ->
          throw new IllegalArgumentException(
              "curve: \"" + shortened(name.asText()) + "\" is neither bn128 nor bls12381");
    };
  }

  /** alpha, beta, gamma, delta and IC as bare coordinates. */
  byte[] verifyingKey(Curve curve) {
    requireGroth16();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    point1(out, curve, "vk_alpha_1", member("vk_alpha_1"));
    for (String name : new String[] {"vk_beta_2", "vk_gamma_2", "vk_delta_2"}) {
      point2(out, curve, name, member(name));
    }
    JsonNode ic = array("IC", member("IC"), -1);
    JsonNode count = member("nPublic");
    if (!count.isInt() || count.intValue() != ic.size() - 1) {
      throw new IllegalArgumentException(
          "nPublic: "
              + shortened(count.asText())
              + " does not fit the "
              + ic.size()
              + " points of IC (public inputs and one)");
    }
    for (int i = 0; i < ic.size(); i++) {
      point1(out, curve, "IC[" + i + "]", ic.get(i));
    }
    return out.toByteArray();
  }

  /** A, B and C as bare coordinates. */
  byte[] proof(Curve curve) {
    requireGroth16();
    Curve named = curve();
    if (named != null && named != curve) {
      throw new IllegalArgumentException(
          "curve: the proof is over " + named.title() + ", the key over " + curve.title());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    point1(out, curve, "pi_a", member("pi_a"));
    point2(out, curve, "pi_b", member("pi_b"));
    point1(out, curve, "pi_c", member("pi_c"));
    return out.toByteArray();
  }

  /** The public inputs, 32 bytes little-endian each. */
  byte[] publicInputs() {
    array("public inputs", root, -1);
    byte[] out = new byte[ELEMENT * root.size()];
    for (int i = 0; i < root.size(); i++) {
      byte[] bigEndian = number("[" + i + "]", root.get(i), ELEMENT);
      for (int k = 0; k < ELEMENT; k++) {
        out[ELEMENT * i + k] = bigEndian[ELEMENT - 1 - k];
      }
    }
    return out;
  }

  private void requireGroth16() {
    JsonNode protocol = member("protocol");
    if (!protocol.asText().equals("groth16")) {
      throw new IllegalArgumentException(
          "protocol: \"" + shortened(protocol.asText()) + "\" is not groth16, the only one here");
    }
  }

  private JsonNode member(String name) {
    if (!root.isObject()) {
      throw new IllegalArgumentException("is not a JSON object; is it the right file?");
    }
    JsonNode value = root.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": is missing; is it the right file?");
    }
    return value;
  }

  private static JsonNode array(String name, JsonNode node, int size) {
    if (!node.isArray() || (size >= 0 && node.size() != size)) {
      throw new IllegalArgumentException(
          name + ": is not a list" + (size >= 0 ? " of " + size : "") + "; is it the right file?");
    }
    return node;
  }

  private static void point1(ByteArrayOutputStream out, Curve curve, String name, JsonNode node) {
    array(name, node, 3);
    for (int i = 0; i < 2; i++) {
      out.writeBytes(number(name + "[" + i + "]", node.get(i), curve.coordinateBytes()));
    }
    requireText(name + "[2]", node.get(2), "1");
  }

  private static void point2(ByteArrayOutputStream out, Curve curve, String name, JsonNode node) {
    array(name, node, 3);
    for (int i = 0; i < 2; i++) {
      JsonNode pair = array(name + "[" + i + "]", node.get(i), 2);
      for (int k = 0; k < 2; k++) {
        String place = name + "[" + i + "][" + k + "]";
        out.writeBytes(number(place, pair.get(k), curve.coordinateBytes()));
      }
    }
    JsonNode z = array(name + "[2]", node.get(2), 2);
    requireText(name + "[2][0]", z.get(0), "1");
    requireText(name + "[2][1]", z.get(1), "0");
  }

  private static void requireText(String name, JsonNode node, String expected) {
    if (!node.isTextual() || !node.textValue().equals(expected)) {
      throw new NotCanonical(
          name + " is not \"" + expected + "\": the point is not affine, or is at infinity");
    }
  }

  /** Canonical decimal text to big-endian bytes. */
  private static byte[] number(String name, JsonNode node, int bytes) {
    String text = node.isTextual() ? node.textValue() : "";
    if (!text.matches("0|[1-9][0-9]*")) {
      throw new IllegalArgumentException(name + ": is not decimal digits in quotation marks");
    }
    // 2^(8 n) has at most 2.41 n + 1 digits: longer text is no number worth converting.
    BigInteger value = text.length() <= 5 * bytes / 2 ? new BigInteger(text) : null;
    if (value == null || value.bitLength() > 8 * bytes) {
      throw new NotCanonical(name + " is not canonical: it is above every modulus");
    }
    byte[] out = new byte[bytes];
    byte[] magnitude = value.toByteArray();
    int length = Math.min(bytes, magnitude.length);
    System.arraycopy(magnitude, magnitude.length - length, out, bytes - length, length);
    return out;
  }

  private static String shortened(String text) {
    return text.length() <= 24 ? text : text.substring(0, 24) + "...";
  }
}
