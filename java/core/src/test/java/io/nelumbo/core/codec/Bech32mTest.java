package io.nelumbo.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of BIP-350 and the errors that people see. */
class Bech32mTest {
  private static final int BIP_LENGTH = 90;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A1LQFN3A",
        "a1lqfn3a",
        "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
        "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
        "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
        "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
        "?1v759aa"
      })
  void decode_validOfTheStandard(String text) throws DecodeException {
    Bech32m.Words words = Bech32m.decodeWords("text", text, BIP_LENGTH);
    assertThat(Bech32m.encodeWords(words.prefix(), words.values()))
        .isEqualTo(text.toLowerCase(Locale.ROOT));
    String flipped = flipLastCharacter(text);
    assertThatThrownBy(() -> Bech32m.decodeWords("text", flipped, BIP_LENGTH))
        .hasMessageContaining("checksum");
  }

  private static String flipLastCharacter(String text) {
    char last = text.charAt(text.length() - 1);
    char other = Character.toLowerCase(last) == 'q' ? 'p' : 'q';
    return text.substring(0, text.length() - 1)
        + (Character.isUpperCase(last) ? Character.toUpperCase(other) : other);
  }

  @ParameterizedTest
  @CsvSource({
    "' 1xj0phk', not printable",
    "'\u007f1g6xzxy', not printable",
    "'\u00801vctc34', not printable",
    "an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4,"
        + " at most 90",
    "qyrz8wqd2c9m, no network prefix",
    "1qyrz8wqd2c9m, no network prefix",
    "y1b0jsk6g, not allowed in bech32m",
    "lt1igcx5c0, not allowed in bech32m",
    "in1muywd, too short",
    "mm1crxm3i, not allowed in bech32m",
    "au1s5cgom, not allowed in bech32m",
    "M1VUXWEZ, checksum",
    "16plkw9, no network prefix",
    "1p2gdwpf, no network prefix"
  })
  void decode_invalidOfTheStandard(String text, String problem) {
    assertThatThrownBy(() -> Bech32m.decodeWords("text", text, BIP_LENGTH))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("text: ")
        .hasMessageContaining(problem);
  }

  @Test
  void decode_bech32ChecksumOfTheOlderStandard() {
    assertThatThrownBy(() -> Bech32m.decodeWords("text", "a12uel5l", BIP_LENGTH))
        .hasMessageContaining("checksum");
  }

  @Test
  void decode_mixedCase() {
    assertThatThrownBy(() -> Bech32m.decodeWords("text", "A1lqfn3a", BIP_LENGTH))
        .hasMessageContaining("mixes upper and lower case");
  }

  @Test
  void decode_otherPrefixAndLength() throws DecodeException {
    byte[] payload = {1, 2, 3, 4, 5, 6, 7};
    String text = Bech32m.encode("nlbdev", payload);
    assertThat(Bech32m.decode("address", "nlbdev", text, 7)).isEqualTo(payload);
    assertThat(Bech32m.decode("address", "nlbdev", text.toUpperCase(Locale.ROOT), 7))
        .isEqualTo(payload);
    assertThatThrownBy(() -> Bech32m.decode("address", "nlb", text, 7))
        .hasMessage("address: begins with 'nlbdev1', this network expects 'nlb1'");
    assertThatThrownBy(() -> Bech32m.decode("address", "nlbdev", text, 8))
        .hasMessageContaining("does not hold 8 bytes");
    assertThatThrownBy(() -> Bech32m.decode("address", "nlbdev", text, 6))
        .hasMessageContaining("does not hold 6 bytes");
  }

  @Test
  void decode_paddingBits() throws DecodeException {
    // Seven bytes take twelve characters of five bits: four bits of padding.
    byte[] words = new byte[12];
    assertThat(Bech32m.decode("address", "nlb", Bech32m.encodeWords("nlb", words), 7))
        .isEqualTo(new byte[7]);
    for (int bit = 0; bit < 4; bit++) {
      words[11] = (byte) (1 << bit);
      String text = Bech32m.encodeWords("nlb", words);
      assertThatThrownBy(() -> Bech32m.decode("address", "nlb", text, 7))
          .hasMessageContaining("padding bits");
    }
  }

  @Test
  void decode_hugeTextIsRefusedByLength() {
    String text = "nlb1" + "q".repeat(1 << 20);
    assertThatThrownBy(() -> Bech32m.decode("address", "nlb", text, 80))
        .hasMessageContaining("at most");
  }
}
