package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import io.nelumbo.engine.Curve;
import io.nelumbo.engine.EngineException;
import io.nelumbo.engine.KeyDerivation;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.RandomizedKey;
import io.nelumbo.engine.RedJubjub;
import io.nelumbo.engine.SystemRandom;
import io.nelumbo.engine.VerifyingKey;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The native checks behind the rules: real RedJubjub, real decoding, keys by hash alone. */
class EngineChecksTest {
  private static final NetworkParameters WITHOUT_CIRCUITS = network(List.of());

  private final Arb arb = Arb.seeded("EngineChecksTest");
  private final EngineChecks checks = EngineChecks.open(WITHOUT_CIRCUITS, Map.of(), 2);

  @AfterEach
  void close() {
    checks.close();
  }

  private static NetworkParameters network(List<GenesisCircuit> circuits) {
    Genesis genesis = TestNetwork.genesis(0);
    return NetworkParameters.of(
        new Genesis(
            genesis.kind(),
            genesis.chain(),
            genesis.pool(),
            genesis.minFee(),
            genesis.proposer(),
            genesis.timeMillis(),
            genesis.name(),
            circuits,
            genesis.allocations()));
  }

  /** A body of one action with a fresh key, and the signature that its sighash needs. */
  private Transaction signed() {
    byte[] keys = KeyDerivation.expand(SystemRandom.bytes(32));
    byte[] alpha = RedJubjub.alpha();
    RandomizedKey key = RedJubjub.randomize(KeyPart.AK.of(keys), alpha);
    TransactionBody body = body(key.rk());
    Bytes32 sighash = body.sighash(WITHOUT_CIRCUITS.genesisHash());
    byte[] signature = RedJubjub.sign(KeyPart.ASK.of(keys), alpha, sighash.toByteArray());
    return with(body, Signature64.of(signature));
  }

  private TransactionBody body(Bytes32 rk) {
    return new TxBuilder(WITHOUT_CIRCUITS)
        .anchor(arb.anchor())
        .action(
            arb,
            CircuitId.TRANSFER_1X2,
            List.of(arb.nullifier()),
            rk,
            0,
            10,
            Optional.of(WITHOUT_CIRCUITS.nativeAsset()))
        .body();
  }

  private Transaction with(TransactionBody body, Signature64 signature) {
    return new Transaction(
        body,
        new Authorization(List.of(), List.of(new ActionAuthorization(arb.proof(), signature))));
  }

  private List<Verdict> check(List<Transaction> transactions) {
    return SignatureRules.check(transactions, WITHOUT_CIRCUITS.genesisHash(), checks);
  }

  @Test
  void aBatchOfRealSignaturesBlamesExactlyTheCulprits() {
    List<Transaction> batch = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Transaction good = signed();
      boolean keep = arb.below(3) != 0;
      batch.add(keep ? good : with(good.body(), arb.signature()));
      expected.add(keep);
    }
    assertThat(check(batch).stream().map(Verdict::accepted).toList()).isEqualTo(expected);
  }

  @Test
  void aSignatureHoldsForItsBodyAndKeyOnly() {
    Transaction good = signed();
    Signature64 signature = good.authorization().actions().get(0).signature();
    assertThat(check(List.of(good)).get(0).accepted()).isTrue();
    TransactionBody sameKey = body(good.body().actions().get(0).rk());
    assertThat(check(List.of(with(sameKey, signature))).get(0).accepted()).isFalse();
    Transaction other = signed();
    assertThat(check(List.of(with(other.body(), signature))).get(0).accepted()).isFalse();
  }

  @Test
  void keysOfSmallOrderOrBadEncodingAreRefusedAndGoodOnesDecoded() {
    byte[] identity = new byte[32];
    identity[0] = 1;
    byte[] notCanonical = new byte[32];
    Arrays.fill(notCanonical, (byte) 0xff);
    for (byte[] bad : List.of(identity, new byte[32], notCanonical)) {
      Transaction transaction = with(body(Bytes32.of(bad)), Signature64.of(new byte[64]));
      assertThat(check(List.of(transaction)).get(0).accepted()).isFalse();
      assertThat(checks.decode(bad).valid()[0]).isFalse();
      assertThat(ProofRules.check(List.of(transaction), checks).get(0).accepted()).isFalse();
    }
    byte[] keys = KeyDerivation.expand(SystemRandom.bytes(32));
    RandomizedKey key = RedJubjub.randomize(KeyPart.AK.of(keys), RedJubjub.alpha());
    NativeChecks.Points points = checks.decode(key.rk().toByteArray());
    assertThat(points.valid()).containsExactly(true);
    assertThat(Arrays.copyOf(points.coordinates(), 32)).isEqualTo(key.x().toByteArray());
    assertThat(Arrays.copyOfRange(points.coordinates(), 32, 64)).isEqualTo(key.y().toByteArray());
  }

  @Test
  void verifyingKeysAreTakenByHashAlone() throws Exception {
    byte[] bytes = "not the key of this network".getBytes(StandardCharsets.UTF_8);
    NetworkParameters pinned =
        network(List.of(new GenesisCircuit(CircuitId.TRANSFER_2X2, Bytes32.ZERO, Bytes32.ZERO, 0)));
    assertThatThrownBy(
            () -> EngineChecks.open(pinned, Map.of(CircuitId.TRANSFER_2X2, bytes), 1).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("genesis pins");
    assertThatThrownBy(() -> EngineChecks.open(pinned, Map.of(), 1).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing");
    Bytes32 hash = Bytes32.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    NetworkParameters garbage =
        network(List.of(new GenesisCircuit(CircuitId.TRANSFER_2X2, hash, Bytes32.ZERO, 0)));
    assertThatThrownBy(
            () -> EngineChecks.open(garbage, Map.of(CircuitId.TRANSFER_2X2, bytes), 1).close())
        .isInstanceOf(EngineException.class);
  }

  /** A good key over BN254, of multiples of the generators, for any number of public inputs. */
  private static byte[] keyOverBn254(int publicInputs) {
    String ic = "97072b2ed3bb8d759a5325f477629386cb6fc6ecb801bd76983a6b86abffe078";
    String points =
        "830644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3"
            + "e03e205db4f19b37b60121b83a7333706db86431c6d835849957ed8c3928ad79"
            + "27dc7234fd11d3e8c36c59277c3e6f149d5cd3cfa9a62aee49f8130962b4b3b9"
            + "9014772f57bb9742735191cd5dcfe4ebbc04156b6878a0a7c9824f32ffb66e85"
            + "06064e784db10e9051e52826e192715e8d7e478cb09a5e0012defa0694fbc7f5"
            + "ca09ccf561b55fd99d1c1208dee1162457b57ac5af3759d50671e510e428b2a1"
            + "2e539c423b302d13f4e5773c603948eaf5db5df8ae8a9a9113708390a06410d8"
            + ic.repeat(publicInputs + 1);
    byte[] body = HexFormat.of().parseHex(points);
    return ByteBuffer.allocate(16 + body.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("NLBVKEY1".getBytes(StandardCharsets.US_ASCII))
        .putInt(2)
        .putInt(publicInputs)
        .put(body)
        .array();
  }

  @Test
  void aKeyOverAnotherCurveIsRefusedAtTheStart() throws Exception {
    byte[] bytes = keyOverBn254(CircuitId.TRANSFER_2X2.publicInputs());
    try (VerifyingKey key = VerifyingKey.open(bytes)) {
      assertThat(key.curve()).isEqualTo(Curve.BN254);
    }
    Bytes32 hash = Bytes32.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    NetworkParameters pinned =
        network(List.of(new GenesisCircuit(CircuitId.TRANSFER_2X2, hash, Bytes32.ZERO, 0)));
    assertThatThrownBy(
            () -> EngineChecks.open(pinned, Map.of(CircuitId.TRANSFER_2X2, bytes), 1).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transfer-2x2 is not over BLS12-381");
  }

  @Test
  void aCircuitWithoutAKeyIsNeverVerified() {
    assertThatThrownBy(
            () -> checks.groth16(CircuitId.TRANSFER_1X2, new byte[192], new byte[10 * 32]))
        .isInstanceOf(IllegalStateException.class);
  }
}
