package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.codec.Hex;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.mutation.VectorTable;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import io.nelumbo.verifier.kit.TestAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The rule set of {@link Ed25519Strict} against the twelve cases of ed25519-speccheck, which were
 * made so that verifiers disagree on them.
 *
 * <p>Refused: 0, 1 (A of small order), 4 (holds only with the cofactor), 5 (holds only with the
 * cofactor, and not when 8k is reduced first), 6, 7 (S of the order or more), 8, 9 (R not
 * canonical), 10, 11 (A of small order and not canonical). Accepted: 2 (R of small order) and 3 (A
 * and R of mixed order), which hold without the cofactor.
 */
class Ed25519StrictTest {
  private static final Pattern CASE =
      Pattern.compile(
          "\"message\":\\s*\"(\\w+)\",\\s*\"pub_key\":\\s*\"(\\w+)\",\\s*\"signature\":\\s*\"(\\w+)\"");

  private static final Pattern WYCHEPROOF =
      Pattern.compile(
          "\"pk\"\\s*:\\s*\"(\\w+)\"|\"tcId\"\\s*:\\s*(\\d+),[^}]*?\"msg\"\\s*:\\s*\"(\\w*)\","
              + "\\s*\"sig\"\\s*:\\s*\"(\\w*)\",\\s*\"result\"\\s*:\\s*\"(\\w+)\"");

  @Test
  void answersTheOutsideCasesAsDocumented() throws Exception {
    Path file =
        Path.of(
            System.getProperty("nelumbo.root"), "../shared/vectors/ed25519-speccheck/cases.json");
    assertThat(file).as("outside test vectors, see their README").exists();
    Matcher matcher = CASE.matcher(Files.readString(file));
    List<Integer> accepted = new ArrayList<>();
    int cases = 0;
    for (; matcher.find(); cases++) {
      if (verify(matcher.group(2), matcher.group(1), matcher.group(3))) {
        accepted.add(cases);
      }
    }
    assertThat(cases).isEqualTo(12);
    assertThat(accepted).containsExactly(2, 3);
    VectorTable.record("speccheck", "ed25519-speccheck", "Ed25519, our rule set", cases, cases, "");
  }

  @Test
  void agreesWithWycheproof() throws Exception {
    Path file =
        Path.of(
            System.getProperty("nelumbo.root"), "../shared/vectors/wycheproof/ed25519_test.json");
    // Every group begins with its key; the cases that follow are the key's.
    Matcher matcher = WYCHEPROOF.matcher(Files.readString(file));
    String key = "";
    int cases = 0;
    int valid = 0;
    for (; matcher.find(); ) {
      if (matcher.group(1) != null) {
        key = matcher.group(1);
        continue;
      }
      cases++;
      boolean expected = matcher.group(5).equals("valid");
      valid += expected ? 1 : 0;
      boolean holds = verifyAnyLength(key, matcher.group(3), matcher.group(4));
      assertThat(holds).as("tcId %s", matcher.group(2)).isEqualTo(expected);
    }
    assertThat(cases).isEqualTo(151);
    assertThat(valid).isEqualTo(88);
    VectorTable.record("wycheproof-ed25519", "wycheproof", "Ed25519", cases, cases, "");
  }

  private static boolean verifyAnyLength(String key, String message, String signature) {
    byte[] bytes = HexFormat.of().parseHex(signature);
    return bytes.length == 64
        && Ed25519Strict.verify(
            AccountKey.of(HexFormat.of().parseHex(key)),
            HexFormat.of().parseHex(message),
            Signature64.of(bytes));
  }

  @Test
  void acceptsAnHonestSignatureAndNoAlteredOne() {
    TestAccount account = new TestAccount(7);
    Bytes32 message = Bytes32.of(new byte[32]);
    byte[] good = account.sign(message).toByteArray();
    assertThat(Ed25519Strict.verify(account.key(), message, Signature64.of(good))).isTrue();
    for (int bit = 0; bit < 512; bit++) {
      byte[] bad = good.clone();
      bad[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThat(Ed25519Strict.verify(account.key(), message, Signature64.of(bad))).isFalse();
    }
  }

  private static boolean verify(String key, String message, String signature) throws Exception {
    AccountKey account;
    try {
      account = AccountKey.of(Hex.decode("key", key));
    } catch (InvalidValueException e) {
      return false;
    }
    return Ed25519Strict.verify(
        account,
        Bytes32.parseHex("message", message),
        Signature64.of(Hex.decode("signature", signature)));
  }
}
