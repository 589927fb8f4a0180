package io.nelumbo.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.block.Allocation;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.core.value.Signature64;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Layouts and hashes against bytes that were laid out and hashed by other software (BLAKE2b of
 * Python's hashlib).
 */
class HashVectorTest {
  private static byte[] repeat(int value, int length) {
    byte[] out = new byte[length];
    Arrays.fill(out, (byte) value);
    return out;
  }

  private static Bytes32 fill(int value) {
    return Bytes32.of(repeat(value, 32));
  }

  private static AccountKey key(int value) {
    return new AccountKey(fill(value));
  }

  private static AssetId asset(int value) {
    return new AssetId(new FieldElement(fill(value)));
  }

  private static Transaction transaction() {
    AccountEntry entry =
        new AccountEntry(
            key(0x11),
            3,
            List.of(new Debit(asset(0x22), Amount.of(9))),
            List.of(new Issue(4, Amount.of(6), key(0x33))));
    TransactionBody body =
        new TransactionBody(
            1,
            7,
            1000,
            Amount.of(5),
            1,
            Anchor.NONE,
            List.of(entry),
            List.of(new Credit(key(0x44), asset(0x55), Amount.of(8))),
            List.of());
    return new Transaction(
        body, new Authorization(List.of(Signature64.of(repeat(0x77, 64))), List.of()));
  }

  @Test
  void assetId() {
    assertThat(AssetId.nativeAsset(1))
        .hasToString("e55029a96cb148be810f65311ddacb47e8a646fe5192339eaf6fc0248b617f34");
    byte[] issuer = new byte[32];
    for (int i = 0; i < 32; i++) {
      issuer[i] = (byte) i;
    }
    assertThat(AssetId.derive(-1, Bytes32.of(issuer), -1))
        .hasToString("d9f6370660dd8639fc84d89e9ba2d6f72cc74896017dec2c754557526146b26a");
  }

  @Test
  void reduce() {
    assertThat(FieldElement.reduce(repeat(0xff, 64)))
        .hasToString("6c9cf2f390e999c9235c9287cbed6c2b8f3954729614d30511ff599fd9d94807");
    assertThat(FieldElement.reduce(new byte[64])).isEqualTo(FieldElement.ZERO);
  }

  @Test
  void transactionBody() {
    TransactionBody body = transaction().body();
    assertThat(HexFormat.of().formatHex(body.bytes()))
        .isEqualTo(
            "01"
                + "00000007"
                + "00000000000003e8"
                + "0000000000000005"
                + "01"
                + "00".repeat(32)
                + ("01" + "11".repeat(32) + "0000000000000003")
                + ("01" + "22".repeat(32) + "0000000000000009")
                + ("01" + "0000000000000004" + "0000000000000006" + "33".repeat(32))
                + ("01" + "44".repeat(32) + "55".repeat(32) + "0000000000000008")
                + "00");
    assertThat(body.txid())
        .hasToString("c768f6ee6a36fb5372bde56a30ebed0566221623fdc759a6ac230b3559189bce");
    assertThat(body.context())
        .hasToString("494152cbe3a3d985ec167c988f468d0994d6dea15b3e218037645c6027dc7b45");
    assertThat(body.sighash(fill(0x66)))
        .hasToString("bbce6bd680f2f6ada06ee146ce3f64664186103fd083fe379456b7af297dcc6d");
  }

  @Test
  void transactionAndRoot() {
    assertThat(transaction().wtxid())
        .hasToString("5d802e8b945837828209c665168fe201cc4f2d9ddde0e4474ab62ec3d5e70d04");
    assertThat(Block.transactionRoot(List.of(transaction())))
        .hasToString("cf23216bab1e20c6dfa728deba1661a99b44e14c2997c5d62d00a87550a32ec2");
  }

  @Test
  void blockHeader() {
    BlockHeader header =
        new BlockHeader(
            1,
            7,
            12,
            new BlockHash(fill(1)),
            1_700_000_000_000L,
            fill(2),
            new Anchor(new FieldElement(fill(3))),
            fill(4),
            99,
            1,
            key(5));
    assertThat(header.bytes()).hasSize(193);
    assertThat(header.hash())
        .hasToString("5ce8879d48b0df8a439ab849bdb9ef2f93ba5857c8aa06d4efc1099325215e08");
  }

  @Test
  void genesis() {
    Genesis genesis =
        new Genesis(
            NetworkKind.DEV,
            7,
            1,
            Amount.of(10),
            key(5),
            1_700_000_000_000L,
            "dev",
            List.of(new GenesisCircuit(CircuitId.TRANSFER_2X2, fill(6), Bytes32.ZERO, 0)),
            List.of(new Allocation(key(7), Amount.of(1000))));
    assertThat(HexFormat.of().formatHex(genesis.bytes()))
        .isEqualTo(
            "0100"
                + "00000007"
                + "01"
                + "000000000000000a"
                + "05".repeat(32)
                + "0000018bcfe56800"
                + ("03" + "646576")
                + ("01" + "01" + "06".repeat(32) + "00".repeat(32) + "0000000000000000")
                + ("0001" + "07".repeat(32) + "00000000000003e8"));
    assertThat(genesis.hash())
        .hasToString("0d28e2cfe8a338bfd24812ac86002de259e09b81ae9b20b0d5823d49ff773b95");
  }
}
