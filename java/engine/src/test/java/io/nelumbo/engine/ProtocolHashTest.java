package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.tree.TreeShape;
import io.nelumbo.core.value.FieldElement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** circuits/vectors read through the boundary, and reduction against big integers. */
class ProtocolHashTest {
  private final Arb arb = Arb.seeded("ProtocolHashTest");

  @Test
  void compressAndNode_vectors() {
    JsonNode vectors = Vectors.read("hashes.json");
    assertThat(vectors.size()).isPositive();
    byte[] inputs = new byte[0];
    byte[] compressed = new byte[0];
    byte[] nodes = new byte[0];
    for (JsonNode vector : vectors) {
      byte[] input = Vectors.elements(vector.get("input"));
      assertThat(ProtocolHash.compress(input)).isEqualTo(Vectors.element(vector.get("c4")));
      inputs = Vectors.concat(inputs, input);
      compressed = Vectors.concat(compressed, Vectors.element(vector.get("c4")));
      nodes = Vectors.concat(nodes, Vectors.element(vector.get("node")));
    }
    assertThat(ProtocolHash.compress(inputs)).isEqualTo(compressed);
    assertThat(ProtocolHash.merkleNodes(inputs)).isEqualTo(nodes);
  }

  @Test
  void emptyNodes_vectors() {
    JsonNode merkle = Vectors.read("merkle.json");
    assertThat(ProtocolHash.emptyNodes(merkle.get("pool").asInt()))
        .isEqualTo(Vectors.elements(merkle.get("empty_nodes")));
    assertThat(ProtocolHash.emptyNodes(2)).isNotEqualTo(ProtocolHash.emptyNodes(1));
    assertThatThrownBy(() -> ProtocolHash.emptyNodes(0)).hasMessage("pool is 0, not in 1 to 255");
    assertThatThrownBy(() -> ProtocolHash.emptyNodes(256)).hasMessageContaining("pool is 256");
  }

  @Test
  void paths_vectors() {
    JsonNode paths = Vectors.read("merkle.json").get("paths");
    assertThat(paths.size()).isPositive();
    for (JsonNode path : paths) {
      byte[] node = Vectors.element(path.get("leaf"));
      long position = path.get("position").asLong();
      for (int level = 0; level < TreeShape.LEVELS; level++) {
        node = parent(node, path.get("siblings").get(level), TreeShape.childIndex(position, level));
      }
      assertThat(node).isEqualTo(Vectors.element(path.get("root")));
    }
  }

  private static byte[] parent(byte[] node, JsonNode siblings, int index) {
    byte[][] children = new byte[4][];
    int next = 0;
    for (int i = 0; i < 4; i++) {
      children[i] = i == index ? node : Vectors.element(siblings.get(next++));
    }
    return ProtocolHash.merkleNodes(Vectors.concat(children));
  }

  @Test
  void keys_vectors() {
    JsonNode vectors = Vectors.read("keys.json");
    for (JsonNode vector : vectors) {
      byte[] ko = Vectors.element(vector.get("ko"));
      assertThat(
              ProtocolHash.compress(
                  Vectors.concat(
                      Vectors.tagged(1, 0, 0),
                      Vectors.element(vector.get("ak_x")),
                      Vectors.element(vector.get("ak_y")),
                      Vectors.element(vector.get("nk")))))
          .isEqualTo(ko);
      assertThat(
              ProtocolHash.compress(
                  Vectors.concat(
                      Vectors.tagged(2, 0, 0),
                      ko,
                      Vectors.padded(Vectors.bytes(vector.get("d"))),
                      new byte[32])))
          .isEqualTo(Vectors.element(vector.get("o")));
    }
  }

  @Test
  void reduce_agreesWithBigIntegers() {
    byte[] wide = Vectors.concat(new byte[64], filled(64), arb.bytes(64 * 1000));
    byte[] reduced = ProtocolHash.reduce(wide);
    assertThat(reduced).hasSize(32 * 1002);
    for (int i = 0; i < 1002; i++) {
      byte[] expected =
          FieldElement.reduce(Arrays.copyOfRange(wide, 64 * i, 64 * i + 64)).toByteArray();
      assertThat(Arrays.copyOfRange(reduced, 32 * i, 32 * i + 32)).isEqualTo(expected);
    }
  }

  private static byte[] filled(int length) {
    byte[] out = new byte[length];
    Arrays.fill(out, (byte) 0xff);
    return out;
  }

  @Test
  void elements_notCanonical() {
    byte[] group = new byte[128];
    assertThat(ProtocolHash.compress(group)).hasSize(32);
    Arrays.fill(group, 32, 64, (byte) 0xff);
    assertThatThrownBy(() -> ProtocolHash.compress(group))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.status()).isEqualTo(EngineStatus.BAD_ENCODING));
    assertThatThrownBy(() -> ProtocolHash.merkleNodes(group)).isInstanceOf(EngineException.class);
  }

  @Test
  void lengths() {
    assertThat(ProtocolHash.compress(new byte[0])).isEmpty();
    assertThat(ProtocolHash.merkleNodes(new byte[0])).isEmpty();
    assertThat(ProtocolHash.reduce(new byte[0])).isEmpty();
    for (int length : new int[] {127, 129}) {
      assertThatThrownBy(() -> ProtocolHash.compress(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("elements has " + length + " bytes, not a multiple of 128");
      assertThatThrownBy(() -> ProtocolHash.merkleNodes(new byte[length]))
          .hasMessageStartingWith("children has");
    }
    assertThatThrownBy(() -> ProtocolHash.reduce(new byte[63])).hasMessageStartingWith("wide has");
    assertThatThrownBy(() -> ProtocolHash.reduce(new byte[65])).hasMessageStartingWith("wide has");
  }
}
