package io.nelumbo.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.NetworkKind;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  private static final HexFormat HEX = HexFormat.of();

  private final Arb arb = Arb.seeded("KeyTest");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void x25519Key_ofLowOrder(String hex) {
    byte[] u = HEX.parseHex(hex);
    assertThat(X25519.calculateAgreement(arb.bytes(32), 0, u, 0, new byte[32], 0)).isFalse();
    assertThatThrownBy(() -> X25519Key.of(u)).hasMessage("is an X25519 key of low order");
  }

  @Test
  void x25519Key_canonical() {
    assertThat(X25519Key.of(u("eb", 0x7f)).toByteArray()).startsWith(0xeb);
    for (byte[] bad : new byte[][] {u("ed", 0x7f), u("ff", 0x7f), u("eb", 0xff)}) {
      assertThatThrownBy(() -> X25519Key.of(bad)).hasMessage("is not a canonical X25519 key");
    }
    byte[] topBit = new byte[32];
    topBit[0] = 9;
    assertThat(X25519Key.of(topBit)).isEqualTo(X25519Key.of(topBit));
    topBit[31] = (byte) 0x80;
    assertThatThrownBy(() -> X25519Key.of(topBit)).hasMessageContaining("canonical");
  }

  private static byte[] u(String low, int top) {
    byte[] out = new byte[32];
    Arrays.fill(out, (byte) 0xff);
    out[0] = HEX.parseHex(low)[0];
    out[31] = (byte) top;
    return out;
  }

  @Test
  void accountKey_canonicalWhateverTheSign() {
    assertThat(AccountKey.of(u("ec", 0x7f))).isNotEqualTo(AccountKey.of(u("ec", 0xff)));
    assertThatThrownBy(() -> AccountKey.of(u("ed", 0x7f))).hasMessageContaining("canonical");
    assertThatThrownBy(() -> AccountKey.of(u("ed", 0xff))).hasMessageContaining("canonical");
    assertThatThrownBy(() -> AccountKey.of(new byte[31])).hasMessageContaining("31 bytes");
  }

  @Test
  void address_text() throws DecodeException {
    Address address = arb.address();
    String text = address.text(NetworkKind.DEV.addressPrefix());
    assertThat(text).startsWith("nlbdev1").hasSize("nlbdev1".length() + 128 + 6);
    assertThat(Address.parse(text, "nlbdev")).isEqualTo(address);
    assertThatThrownBy(() -> Address.parse(text, NetworkKind.PRODUCTION.addressPrefix()))
        .hasMessage("address: begins with 'nlbdev1', this network expects 'nlb1'");
    String typo = text.substring(0, 20) + (text.charAt(20) == 'q' ? 'p' : 'q') + text.substring(21);
    assertThatThrownBy(() -> Address.parse(typo, "nlbdev"))
        .hasMessageStartingWith("address: wrong checksum");
    String mixed = text.substring(0, text.length() - 1) + "Q";
    assertThatThrownBy(() -> Address.parse(mixed, "nlbdev"))
        .hasMessageContaining("mixes upper and lower case");
    String account = arb.accountKey().text(NetworkKind.DEV.accountPrefix());
    assertThatThrownBy(() -> Address.parse(account, "nlbdev"))
        .hasMessage("address: begins with 'nlbtdev1', this network expects 'nlbdev1'");
  }

  @Test
  void address_partsAreChecked() {
    byte[] bytes = arb.address().bytes();
    byte[] owner = bytes.clone();
    Arrays.fill(owner, 16, 48, (byte) 0xff);
    assertThatThrownBy(() -> Address.parse(owner))
        .hasMessage("address.o: not less than the field modulus (at byte 16)");
    byte[] key = bytes.clone();
    Arrays.fill(key, 48, 80, (byte) 0);
    assertThatThrownBy(() -> Address.parse(key))
        .hasMessage("address.pk_d: is an X25519 key of low order (at byte 48)");
  }
}
