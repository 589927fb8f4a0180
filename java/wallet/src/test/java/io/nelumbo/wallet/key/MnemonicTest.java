package io.nelumbo.wallet.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.mutation.VectorTable;
import io.nelumbo.wallet.WalletException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MnemonicTest {
  private static final Pattern CASE =
      Pattern.compile("\\[\\s*\"([0-9a-f]+)\",\\s*\"([a-z ]+)\",\\s*\"([0-9a-f]{128})\"");

  @TestFactory
  List<DynamicTest> outsideVectors_english_allAgree() throws IOException {
    String json = Files.readString(vectors().resolve("bip39/vectors.json"));
    int from = json.indexOf("\"english\"");
    String english = json.substring(from, json.indexOf("\n    ]", from));
    List<DynamicTest> tests = new ArrayList<>();
    for (Matcher m = CASE.matcher(english); m.find(); ) {
      String entropy = m.group(1);
      String words = m.group(2);
      String seed = m.group(3);
      tests.add(DynamicTest.dynamicTest(entropy, () -> agrees(entropy, words, seed)));
    }
    assertThat(tests).hasSize(24);
    VectorTable.record("bip39", "bip39", "mnemonics", 288, 24, "other languages than English");
    return tests;
  }

  private static void agrees(String entropy, String words, String seed) {
    try (Mnemonic made = Mnemonic.ofEntropy(HexFormat.of().parseHex(entropy));
        Mnemonic read = Mnemonic.parse(words.toCharArray())) {
      assertThat(new String(made.words())).isEqualTo(words);
      assertThat(read.entropy()).isEqualTo(HexFormat.of().parseHex(entropy));
      assertThat(HexFormat.of().formatHex(read.seed("TREZOR".toCharArray()))).isEqualTo(seed);
    }
  }

  private static String words(String text) {
    try (Mnemonic mnemonic = Mnemonic.parse(text.toCharArray())) {
      return new String(mnemonic.words());
    }
  }

  @Test
  void parse_mistakes_areNamedWithoutTheWords() {
    String good = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    assertThat(words("  " + good.toUpperCase(java.util.Locale.ROOT) + "\n")).isEqualTo(good);
    assertThatThrownBy(() -> words(good.replace("yellow", "year")))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("checksum");
    assertThatThrownBy(() -> words(good.replace("sausage", "sausagge")))
        .hasMessageContaining("word 6")
        .hasMessageNotContaining("sausagge");
    assertThatThrownBy(() -> words("legal winner")).hasMessageContaining("2 were given");
    assertThatThrownBy(() -> Mnemonic.ofEntropy(new byte[17]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_showsNothing_andCloseWipes() {
    Mnemonic mnemonic =
        Mnemonic.ofEntropy(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    assertThat(mnemonic.toString()).isEqualTo("Mnemonic[secret]");
    mnemonic.close();
    assertThat(mnemonic.entropy()).containsOnly(0);
  }

  /** The outside vectors beside the repository. */
  private static Path vectors() {
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      Path candidate = p.resolveSibling("shared").resolve("vectors");
      if (Files.exists(p.resolve("pom.xml")) && Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    throw new AssertionError(
        "outside test vectors are missing: expected ../shared/vectors beside the repository");
  }
}
