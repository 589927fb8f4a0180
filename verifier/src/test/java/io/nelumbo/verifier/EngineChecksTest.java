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
import io.nelumbo.engine.EngineException;
import io.nelumbo.engine.KeyDerivation;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.RandomizedKey;
import io.nelumbo.engine.RedJubjub;
import io.nelumbo.engine.SystemRandom;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
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

  @Test
  void aCircuitWithoutAKeyIsNeverVerified() {
    assertThatThrownBy(
            () -> checks.groth16(CircuitId.TRANSFER_1X2, new byte[192], new byte[10 * 32]))
        .isInstanceOf(IllegalStateException.class);
  }
}
