package io.nelumbo.node.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.Hex;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.gossip.Message.Blocks;
import io.nelumbo.node.gossip.Message.Hello;
import io.nelumbo.node.gossip.Message.Inventory;
import io.nelumbo.node.gossip.Message.Network;
import io.nelumbo.node.gossip.Message.Tip;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/protocol/peers.md 2. */
final class MessageCodecTest {

  private static final String ZERO32 = "00".repeat(32);
  private static final Bytes32 ID = Bytes32.of(HexFormat.of().parseHex("11".repeat(32)));
  private static final List<InventoryItem> ITEMS =
      List.of(InventoryItem.transaction(ID), InventoryItem.block(Bytes32.ZERO));

  static Stream<Message> messages() {
    return Stream.of(
        new Hello(new Network(1, -1, ID), new Tip(-1, Bytes32.ZERO), 65_535, "nelumbo/é"),
        new Hello(new Network(65_535, 0, ID), new Tip(0, ID), 0, ""),
        new Inventory(ITEMS),
        new Inventory(List.of()),
        new Inventory(Collections.nCopies(1024, ITEMS.getFirst())),
        new Message.Get(ITEMS),
        new Message.NotFound(ITEMS),
        new Message.GetBlocks(-1, 128),
        new Message.Head(new Tip(5, ID)),
        new Message.Ping(7),
        new Message.Pong(-7));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void decode_invertsEncode(Message message) throws Exception {
    assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
  }

  @Test
  void objects_keepTheirBytes() throws Exception {
    byte[] bytes = {1, 2, 3};
    Message transaction =
        MessageCodec.decode(MessageCodec.encode(new Message.TransactionBytes(bytes)));
    assertThat(((Message.TransactionBytes) transaction).bytes()).isEqualTo(bytes);
    Message block = MessageCodec.decode(MessageCodec.encode(new Message.BlockBytes(bytes)));
    assertThat(((Message.BlockBytes) block).bytes()).isEqualTo(bytes);
    Message blocks =
        MessageCodec.decode(MessageCodec.encode(new Blocks(List.of(bytes, new byte[] {9}))));
    assertThat(((Blocks) blocks).blocks()).containsExactly(bytes, new byte[] {9});
  }

  @Test
  void hello_hasTheLayoutOfTheSpecification() {
    byte[] encoded =
        MessageCodec.encode(
            new Hello(new Network(1, 0x01020304, ID), new Tip(5, Bytes32.ZERO), 0x1234, "ab"));
    assertThat(Hex.encode(encoded))
        .isEqualTo(
            "01"
                + "0001"
                + "01020304"
                + "11".repeat(32)
                + "0000000000000005"
                + ZERO32
                + "1234"
                + "02"
                + "6162");
  }

  static Stream<Arguments> malformed() {
    String hello = "01" + "0001" + "00000001" + ZERO32 + "0000000000000000" + ZERO32 + "0000";
    return Stream.of(
        Arguments.of("", "type"),
        Arguments.of("00", "type"),
        Arguments.of("0c", "type"),
        Arguments.of("ff00", "type"),
        Arguments.of("01", "protocol"),
        Arguments.of(hello, "agent"),
        Arguments.of(hello + "01", "agent"),
        Arguments.of(hello + "41" + "61".repeat(65), "agent"),
        Arguments.of(hello + "01ff", "agent"),
        Arguments.of(hello + "02c080", "agent"),
        Arguments.of(hello + "0000", "follow"),
        Arguments.of("02", "inventory"),
        Arguments.of("020001", "inventory"),
        Arguments.of("020401" + ("01" + ZERO32).repeat(1025), "inventory"),
        Arguments.of("02ffff", "inventory"),
        Arguments.of("020001" + "00" + ZERO32, "kind"),
        Arguments.of("020001" + "03" + ZERO32, "kind"),
        Arguments.of("020001" + "01" + ZERO32 + "00", "follow"),
        Arguments.of("03ffff" + "01" + ZERO32, "get"),
        Arguments.of("04", "transaction"),
        Arguments.of("04" + "00".repeat(65_537), "transaction"),
        Arguments.of("05", "block"),
        Arguments.of("06" + "0000000000000001" + "0000", "count"),
        Arguments.of("06" + "0000000000000001" + "0081", "count"),
        Arguments.of("06" + "0000000000000001", "count"),
        Arguments.of("070001", "count"),
        Arguments.of("070081", "count"),
        Arguments.of("070001" + "ffffffff" + "00", "length"),
        Arguments.of("070001" + "00400001" + "00", "length"),
        Arguments.of("070001" + "00000000", "length"),
        Arguments.of("070001" + "00000002" + "00", "block"),
        Arguments.of("070000" + "00", "follow"),
        Arguments.of("08" + "0000000000000001" + "00".repeat(31), "hash"),
        Arguments.of("0900", "ping"),
        Arguments.of("0a" + "00".repeat(9), "follow"),
        Arguments.of("0b0002" + "01" + ZERO32, "notFound"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void decode_refusesWithTheField(String hex, String field) {
    assertThatThrownBy(() -> MessageCodec.decode(Hex.decode("hex", hex)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(field);
  }

  @Test
  void blocks_boundsTheSum() {
    ByteWriter out = new ByteWriter(16).u8(7).u16(2).u32(4 << 20).bytes(new byte[4 << 20]);
    byte[] twoBlocks = out.u32(1).u8(0).toByteArray();
    assertThatThrownBy(() -> MessageCodec.decode(twoBlocks))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("4 MiB");
  }

  @Test
  void anyBytes_giveAMessageOrADecodeException() {
    Random random = new Random(20_261_122);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(13);
      }
      try {
        Message message = MessageCodec.decode(bytes);
        assertThat(MessageCodec.encode(message)).isEqualTo(bytes);
      } catch (DecodeException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }
}
