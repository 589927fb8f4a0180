package io.nelumbo.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.DecodeException;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
  private static final String MODULUS =
      "01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73";

  private final Arb arb = Arb.seeded("ValueTest");

  @Test
  void bytes32_isImmutable() {
    byte[] source = arb.bytes(32);
    Bytes32 value = Bytes32.of(source);
    byte[] before = value.toByteArray();
    source[0] ^= 1;
    value.toByteArray()[1] ^= 1;
    assertThat(value.toByteArray()).isEqualTo(before);
  }

  @Test
  void bytes32_ordersAsUnsigned() throws DecodeException {
    Bytes32 low = Bytes32.parseHex("x", "7f" + "00".repeat(31));
    Bytes32 high = Bytes32.parseHex("x", "80" + "00".repeat(31));
    assertThat(low).isLessThan(high);
    assertThat(high).hasToString("80" + "00".repeat(31));
    assertThatThrownBy(() -> Bytes32.parseHex("id", "80")).hasMessageContaining("id: has 2");
  }

  @Test
  void fieldElement_modulusIsRefused() throws DecodeException {
    assertThat(FieldElement.parseHex("x", "00" + MODULUS.substring(2)).isZero()).isFalse();
    assertThatThrownBy(() -> FieldElement.parseHex("x", MODULUS))
        .hasMessage("x: not less than the field modulus");
    assertThatThrownBy(() -> FieldElement.of(HexFormat.of().parseHex("ff".repeat(32))))
        .hasMessage("not less than the field modulus");
    assertThatThrownBy(() -> FieldElement.of(HexFormat.of().parseHex("02" + MODULUS.substring(2))))
        .hasMessage("not less than the field modulus");
  }

  @Test
  void fieldElement_agreesWithBigIntegers() {
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = arb.bytes(32);
      byte[] reversed = new byte[32];
      for (int j = 0; j < 32; j++) {
        reversed[j] = bytes[31 - j];
      }
      boolean below = new BigInteger(1, reversed).compareTo(FieldElement.MODULUS) < 0;
      assertThat(FieldElement.isCanonical(bytes)).isEqualTo(below);
    }
  }

  @Test
  void assetId_zeroIsRefused() {
    assertThatThrownBy(() -> new AssetId(FieldElement.ZERO)).hasMessage("zero is not an asset");
    assertThatThrownBy(() -> AssetId.parseHex("asset", "00".repeat(32)))
        .hasMessage("asset: zero is not an asset");
  }

  @Test
  void amount_isUnsignedAndChecked() {
    Amount one = Amount.of(1);
    assertThat(Amount.MAX).hasToString("18446744073709551615").isGreaterThan(one);
    assertThat(Amount.MAX.minus(one).plus(one)).isEqualTo(Amount.MAX);
    assertThat(Amount.MAX.toBigInteger())
        .isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
    assertThatThrownBy(() -> Amount.MAX.plus(one)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> one.minus(Amount.MAX)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void amount_parsesWhatItPrints() throws DecodeException {
    for (int i = 0; i < 1_000; i++) {
      Amount amount = arb.amount();
      assertThat(Amount.parse("amount", amount.toString())).isEqualTo(amount);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        "1.5",
        "1e3",
        " 1",
        "18446744073709551616",
        "٣",
        "99999999999999999999999"
      })
  void amount_badText(String text) {
    assertThatThrownBy(() -> Amount.parse("amount", text))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("amount: must be a whole number");
  }
}
