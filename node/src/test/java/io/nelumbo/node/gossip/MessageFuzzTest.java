package io.nelumbo.node.gossip;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.mutation.Fuzz;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Seeded fuzzing of the bodies that peers send. */
class MessageFuzzTest {
  private static final int ROUNDS = Integer.getInteger("nelumbo.fuzz.rounds", 40_000);

  private final Arb arb = Arb.seeded("MessageFuzzTest");

  @Test
  void everyTypeOfMessage() {
    List<byte[]> good = new ArrayList<>();
    good.add(hello());
    for (int type : new int[] {2, 3, 11}) {
      good.add(items(type, 5));
    }
    for (int type : new int[] {4, 5}) {
      good.add(ByteBuffer.allocate(201).put((byte) type).put(arb.bytes(200)).array());
    }
    good.add(ByteBuffer.allocate(11).put((byte) 6).putLong(7).putShort((short) 128).array());
    good.add(blocks(3));
    good.add(ByteBuffer.allocate(41).put((byte) 8).put(arb.bytes(40)).array());
    for (int type : new int[] {9, 10}) {
      good.add(ByteBuffer.allocate(9).put((byte) type).put(arb.bytes(8)).array());
    }
    new Fuzz<>("message", arb, MessageCodec::decode, MessageCodec::encode, DecodeException.class)
        .run(good, ROUNDS)
        .allocatesLittleForLargeCounts(good);
  }

  private byte[] hello() {
    byte[] agent = "fuzz/1".getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + 2 + 4 + 32 + 40 + 2 + 1 + agent.length)
        .put((byte) 1)
        .putShort((short) 1)
        .putInt(7)
        .put(arb.bytes(32))
        .put(arb.bytes(40))
        .putShort((short) 30303)
        .put((byte) agent.length)
        .put(agent)
        .array();
  }

  private byte[] items(int type, int count) {
    ByteBuffer out = ByteBuffer.allocate(3 + 33 * count).put((byte) type).putShort((short) count);
    for (int i = 0; i < count; i++) {
      out.put((byte) (1 + i % 2)).put(arb.bytes(32));
    }
    return out.array();
  }

  private byte[] blocks(int count) {
    ByteBuffer out = ByteBuffer.allocate(3 + 54 * count).put((byte) 7).putShort((short) count);
    for (int i = 0; i < count; i++) {
      out.putInt(50).put(arb.bytes(50));
    }
    return out.array();
  }
}
