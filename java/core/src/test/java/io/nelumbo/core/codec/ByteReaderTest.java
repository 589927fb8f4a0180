package io.nelumbo.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void integers_areBigEndianAndUnsigned() throws DecodeException {
    byte[] bytes = HEX.parseHex("ff" + "fffe" + "80000001" + "8000000000000002");
    ByteReader reader = new ByteReader("value", bytes);
    assertThat(reader.u8("a")).isEqualTo(255);
    assertThat(reader.u16("b")).isEqualTo(65_534);
    assertThat(reader.u32("c")).isEqualTo(0x80000001);
    assertThat(reader.u64("d")).isEqualTo(0x8000000000000002L);
    reader.finish();
    byte[] written =
        new ByteWriter(0)
            .u8(255)
            .u16(65_534)
            .u32(0x80000001)
            .u64(0x8000000000000002L)
            .toByteArray();
    assertThat(written).isEqualTo(bytes);
  }

  @Test
  void read_pastTheEnd() {
    ByteReader reader = new ByteReader("value", new byte[3]);
    assertThatThrownBy(() -> reader.u32("field"))
        .isInstanceOf(DecodeException.class)
        .hasMessage("value.field: needs 4 bytes, only 3 are left (at byte 0)");
    assertThatThrownBy(() -> reader.bytes("field", -1)).isInstanceOf(DecodeException.class);
  }

  @Test
  void count_overBoundOrOverWhatIsLeft() throws DecodeException {
    assertThat(new ByteReader("v", new byte[] {2, 0, 0}).count8("list", 2, 1)).isEqualTo(2);
    assertThatThrownBy(() -> new ByteReader("v", new byte[] {3, 0, 0, 0}).count8("list", 2, 1))
        .hasMessage("v.list: count is 3, at most 2 are allowed (at byte 0)");
    assertThatThrownBy(() -> new ByteReader("v", new byte[] {2, 0, 0}).count8("list", 2, 2))
        .hasMessage("v.list: count is 2, but only 2 bytes are left (at byte 0)");
  }

  @Test
  void slice_keepsToItsBytes() throws DecodeException {
    byte[] bytes = {1, 2, 3};
    ByteReader reader = new ByteReader("v", bytes);
    int inner = reader.slice("inner", 2, r -> r.u16("x"));
    assertThat(inner).isEqualTo(0x0102);
    assertThat(reader.u8("y")).isEqualTo(3);
    assertThatThrownBy(() -> new ByteReader("v", bytes).slice("inner", 2, r -> r.u32("x")))
        .hasMessage("v.inner.x: needs 4 bytes, only 2 are left (at byte 0)");
    assertThatThrownBy(() -> new ByteReader("v", bytes).slice("inner", 2, r -> r.u8("x")))
        .hasMessage("v.inner: 1 bytes follow its end (at byte 1)");
  }

  @Test
  void hex_saysWhatIsWrong() throws DecodeException {
    assertThat(Hex.decode("id", "00Ff")).isEqualTo(new byte[] {0, -1});
    assertThatThrownBy(() -> Hex.decode("id", "0")).hasMessageContaining("odd number");
    assertThatThrownBy(() -> Hex.decode("id", "0g")).hasMessageContaining("character 2");
    assertThatThrownBy(() -> Hex.decode("id", "00", 2)).hasMessageContaining("4 hexadecimal");
  }
}
