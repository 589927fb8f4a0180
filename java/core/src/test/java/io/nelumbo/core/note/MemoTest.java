package io.nelumbo.core.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** docs/protocol/notes.md 13. */
class MemoTest {
  @Test
  void none() {
    Memo none = Memo.none();
    assertThat(none.isNone()).isTrue();
    assertThat(none.text()).isEmpty();
    assertThat(none.toByteArray()).hasSize(512).startsWith(0xf6, 0).endsWith(0);
  }

  @Test
  void text_fits() {
    assertThat(Memo.ofText("").text()).contains("");
    assertThat(Memo.ofText("ä".repeat(256)).text()).contains("ä".repeat(256));
    assertThatThrownBy(() -> Memo.ofText("ä".repeat(256) + "x"))
        .hasMessageContaining("takes 513 bytes");
    assertThatThrownBy(() -> Memo.ofText("x\0")).hasMessageContaining("U+0000");
    assertThatThrownBy(() -> Memo.ofText("\ud800")).hasMessageContaining("Unicode");
  }

  @Test
  void foreignBytes_areKept() {
    byte[] bytes = new byte[512];
    bytes[0] = (byte) 0xff;
    Memo memo = Memo.of(bytes);
    assertThat(memo.text()).isEmpty();
    assertThat(memo.toByteArray()).isEqualTo(bytes);
    assertThat(memo.isNone()).isFalse();
    assertThatThrownBy(() -> Memo.of(new byte[511])).hasMessageContaining("511 bytes");
  }

  @Test
  void toString_keepsTheSecret() {
    assertThat(Memo.ofText("rent").toString()).doesNotContain("rent");
  }
}
