package io.nelumbo.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MerklePathTest {
  private final Arb arb = Arb.seeded("MerklePathTest");

  @Test
  void childIndex_isTheDigitOfThePosition() {
    assertThat(TreeShape.childIndex(0b11_10_01L, 0)).isEqualTo(1);
    assertThat(TreeShape.childIndex(0b11_10_01L, 1)).isEqualTo(2);
    assertThat(TreeShape.childIndex(0b11_10_01L, 2)).isEqualTo(3);
    assertThat(TreeShape.childIndex(TreeShape.CAPACITY - 1, 15)).isEqualTo(3);
  }

  @Test
  void path_boundsAndLevels() {
    MerklePath path = arb.merklePath();
    assertThat(path.level(15)).isEqualTo(path.siblings().subList(45, 48));
    assertThatThrownBy(() -> new MerklePath(-1, path.siblings())).hasMessageContaining("position");
    assertThatThrownBy(() -> new MerklePath(1L << 32, path.siblings()))
        .hasMessageContaining("position");
    assertThatThrownBy(() -> new MerklePath(0, path.siblings().subList(0, 47)))
        .hasMessageContaining("47");
  }

  @Test
  void parse_refusesOtherLengthsAndValues() {
    byte[] bytes = arb.merklePath().siblingBytes();
    assertThatThrownBy(() -> MerklePath.parse(0, Arrays.copyOf(bytes, bytes.length - 1)))
        .hasMessageContaining("path.siblings[47]");
    assertThatThrownBy(() -> MerklePath.parse(0, Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("at most 1536");
    bytes[63] = (byte) 0xff;
    assertThatThrownBy(() -> MerklePath.parse(0, bytes))
        .hasMessage("path.siblings[1]: not less than the field modulus (at byte 32)");
  }
}
