package io.nelumbo.wallet.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.codec.Bech32m;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.wallet.WalletException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewingKeysTest {
  private static final char[] PASSWORD = "watching".toCharArray();

  private final AccountKeys account = account();

  private static AccountKeys account() {
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(new byte[16])) {
      return AccountKeys.of(mnemonic, 0);
    }
  }

  private String text(ViewingKind kind) {
    try (ViewingKeys key = account.viewingKey(kind)) {
      return key.text(NetworkKind.DEV);
    }
  }

  @ParameterizedTest
  @EnumSource(ViewingKind.class)
  void text_readsBackToTheSameParts(ViewingKind kind) throws DecodeException {
    for (NetworkKind network : NetworkKind.values()) {
      try (ViewingKeys key = account.viewingKey(kind)) {
        String text = key.text(network);
        assertThat(text).startsWith(kind.textPrefix(network) + "1");
        ViewingKeyFile.Opened opened = ViewingKeys.parse(text);
        try (ViewingKeys read = opened.keys()) {
          assertThat(opened.network()).isEqualTo(network);
          assertThat(read.kind()).isEqualTo(kind);
          assertThat(read.text(network)).isEqualTo(text);
          for (KeyPart part : KeyPart.values()) {
            assertThat(read.has(part)).isEqualTo(key.has(part));
            if (read.has(part)) {
              // ko and the coordinates of a full key are derived, not read: they must be the same.
              assertThat(read.part(part)).isEqualTo(account.viewing(part));
            }
          }
        }
      }
    }
  }

  @Test
  void partsThatAKindDoesNotShow_areNotThere() {
    try (ViewingKeys full = account.viewingKey(ViewingKind.FULL);
        ViewingKeys incoming = account.viewingKey(ViewingKind.INCOMING);
        ViewingKeys outgoing = account.viewingKey(ViewingKind.OUTGOING)) {
      assertThat(full.has(KeyPart.ASK)).isFalse();
      assertThat(incoming.has(KeyPart.NK)).isFalse();
      assertThat(incoming.has(KeyPart.INTERNAL_IVK)).isFalse();
      assertThat(outgoing.has(KeyPart.IVK)).isFalse();
      assertThat(outgoing.has(KeyPart.INTERNAL_OVK)).isFalse();
      assertThat(full.address(7)).isEqualTo(account.address(7)).isEqualTo(incoming.address(7));
      assertThat(full.changeAddress(7)).isNotEqualTo(full.address(7));
      assertThatThrownBy(() -> incoming.part(KeyPart.NK))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> incoming.changeAddress(0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void text_damaged_isRefusedAndNotRepeated() {
    String good = text(ViewingKind.INCOMING);
    assertThatThrownBy(() -> ViewingKeys.parse(good.substring(0, good.length() - 1) + "q"))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("checksum")
        .hasMessageNotContaining(good.substring(20, 60));
    assertThatThrownBy(() -> ViewingKeys.parse(good.substring(1)))
        .hasMessageContaining("begins with none of nlbfvkdev1");
    for (String bad :
        new String[] {"", "1", "nlbfvkdev1", "nlbfvkdev", good + "q", "x".repeat(9999)}) {
      assertThatThrownBy(() -> ViewingKeys.parse(bad)).isInstanceOf(DecodeException.class);
    }
    // Another kind's bytes under this kind's prefix.
    String other = Bech32m.encode(ViewingKind.INCOMING.textPrefix(NetworkKind.DEV), new byte[32]);
    assertThatThrownBy(() -> ViewingKeys.parse(other)).hasMessageContaining("96 bytes");
  }

  @Test
  void parts_notCanonical_areRefused() {
    try (ViewingKeys full = account.viewingKey(ViewingKind.FULL)) {
      byte[] good = full.bytes();
      ViewingKeys.of(ViewingKind.FULL, ByteBuffer.wrap(good)).close();
      refused(good, 0, "ak");
      refused(good, 32, "nk");
      // The identity is of small order.
      byte[] identity = good.clone();
      Arrays.fill(identity, 0, 32, (byte) 0);
      identity[0] = 1;
      assertThatThrownBy(() -> ViewingKeys.of(ViewingKind.FULL, ByteBuffer.wrap(identity)))
          .hasMessageContaining("small order");
    }
    byte[] incoming = new byte[96];
    Arrays.fill(incoming, 0, 32, (byte) 0xff);
    assertThatThrownBy(() -> ViewingKeys.of(ViewingKind.INCOMING, ByteBuffer.wrap(incoming)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("ko");
  }

  private static void refused(byte[] good, int at, String name) {
    byte[] mutant = good.clone();
    Arrays.fill(mutant, at, at + 32, (byte) 0xff);
    assertThatThrownBy(() -> ViewingKeys.of(ViewingKind.FULL, ByteBuffer.wrap(mutant)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(name);
  }

  @Test
  void file_keepsKindAndNetwork_andIsNoKeyFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("wallet.view");
    ViewingKeyFile.Opened key = ViewingKeys.parse(text(ViewingKind.OUTGOING));
    ViewingKeyFile.create(file, key, PASSWORD, new SecureRandom());
    ViewingKeyFile.Opened opened = ViewingKeyFile.open(file, PASSWORD);
    assertThat(opened.network()).isEqualTo(NetworkKind.DEV);
    assertThat(opened.keys().bytes()).isEqualTo(key.keys().bytes());
    assertThatThrownBy(() -> ViewingKeyFile.open(file, "other".toCharArray()))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("password");

    // A viewing key and 256 bits of entropy have the same length: the magic tells them apart, and
    // cannot be changed, because it is associated data.
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD)).isInstanceOf(WalletException.class);
    byte[] swapped = Files.readAllBytes(file);
    System.arraycopy(
        "NLBKEYF1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, swapped, 0, 8);
    Files.write(file, swapped);
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD)).isInstanceOf(WalletException.class);
  }

  @Test
  void closed_isWiped_andToStringShowsNothing() throws DecodeException {
    ViewingKeys key = ViewingKeys.parse(text(ViewingKind.FULL)).keys();
    assertThat(key.toString()).isEqualTo("ViewingKeys[full]");
    key.close();
    assertThat(key.part(KeyPart.NK)).containsOnly(0);
    assertThat(key.bytes()).containsOnly(0);
  }
}
