package io.nelumbo.node.ledger;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.value.FieldElement;
import java.util.Arrays;

/** A tree hash without native code, for tests of what is done with it. */
public final class TestTreeHash implements TreeHash {
  @Override
  public byte[] nodes(byte[] children) {
    byte[] out = new byte[children.length / 4];
    for (int i = 0; i < out.length / 32; i++) {
      byte[] node =
          FieldElement.reduce(
                  Blake2b.hash512(
                      HashTag.CONTEXT, Arrays.copyOfRange(children, 128 * i, 128 * (i + 1))))
              .toByteArray();
      System.arraycopy(node, 0, out, 32 * i, 32);
    }
    return out;
  }

  @Override
  public byte[] empty(int pool) {
    byte[] all = new byte[17 * 32];
    all[0] = (byte) pool;
    all[8] = 5;
    for (int level = 1; level <= 16; level++) {
      byte[] four = new byte[128];
      for (int i = 0; i < 4; i++) {
        System.arraycopy(all, 32 * (level - 1), four, 32 * i, 32);
      }
      System.arraycopy(nodes(four), 0, all, 32 * level, 32);
    }
    return all;
  }
}
