package io.nelumbo.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tree.TreeShape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoteFrontierTest {
  private final Arb arb = Arb.seeded("NoteFrontierTest");
  private final TreeHash hash = new TestTreeHash();

  @Test
  void agreesWithTheWholeTreeAfterEachAppend() {
    NoteFrontier frontier = NoteFrontier.empty(hash, 1);
    byte[] leaves = new byte[0];
    assertThat(frontier.root()).isEqualTo(whole(leaves));
    for (int i = 0; i < 40; i++) {
      byte[] more = elements(arb.below(9));
      leaves = join(leaves, more);
      frontier = frontier.append(more);
      assertThat(frontier.root()).isEqualTo(whole(leaves));
      assertThat(frontier.leaves()).isEqualTo(leaves.length / 32);
      frontier = NoteFrontier.ofBytes(hash, 1, frontier.toByteArray());
      assertThat(frontier.root()).isEqualTo(whole(leaves));
    }
  }

  @Test
  void aFullTreeRefuses() {
    byte[] almost = new byte[8 + 32 * 3 * TreeShape.LEVELS];
    ByteBuffer.wrap(almost).putLong(TreeShape.CAPACITY - 1);
    NoteFrontier frontier = NoteFrontier.ofBytes(hash, 1, almost);
    assertThatThrownBy(() -> frontier.append(elements(2)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("full");
    NoteFrontier full = frontier.append(elements(1));
    assertThat(full.leaves()).isEqualTo(TreeShape.CAPACITY);
    assertThat(NoteFrontier.ofBytes(hash, 1, full.toByteArray()).root()).isEqualTo(full.root());
    assertThatThrownBy(() -> full.append(elements(1))).isInstanceOf(LedgerException.class);
  }

  /** The root by the definition, level by level. */
  private Anchor whole(byte[] leaves) {
    byte[] empty = hash.empty(1);
    byte[] row = leaves;
    for (int level = 0; level < TreeShape.LEVELS; level++) {
      int groups = Math.max(1, (row.length + 127) / 128);
      byte[] padded = Arrays.copyOf(row, 128 * groups);
      for (int at = row.length; at < padded.length; at += 32) {
        System.arraycopy(empty, 32 * level, padded, at, 32);
      }
      row = hash.nodes(padded);
    }
    return Anchor.of(row);
  }

  private byte[] elements(int count) {
    byte[] all = new byte[0];
    for (int i = 0; i < count; i++) {
      all = join(all, arb.fieldElement().toByteArray());
    }
    return all;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
