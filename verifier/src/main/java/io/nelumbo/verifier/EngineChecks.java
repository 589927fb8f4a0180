package io.nelumbo.verifier;

import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.Curve;
import io.nelumbo.engine.DecodedPoints;
import io.nelumbo.engine.Jubjub;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.engine.RedJubjub;
import io.nelumbo.engine.VerifyingKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The native library's checks with one network's verifying keys. It owns the decoded keys and its
 * worker pool, and releases them when closed.
 */
public final class EngineChecks implements NativeChecks, AutoCloseable {
  private final NativeContext context;
  private final Map<CircuitId, VerifyingKey> keys = new EnumMap<>(CircuitId.class);

  private EngineChecks(int threads) {
    context = NativeContext.open(threads);
  }

  /**
   * Loads the library and decodes the verifying keys of a network. A key is known by its hash
   * alone: bytes whose SHA-256 is not the one that the genesis pins are refused.
   *
   * @param verifyingKeys the key bytes of every circuit of the network (docs/protocol/keys.md 6)
   * @param threads workers of the batch checks, 0 for one per processor
   * @throws IllegalArgumentException when a key is missing, is another one, or does not fit
   */
  public static EngineChecks open(
      NetworkParameters parameters, Map<CircuitId, byte[]> verifyingKeys, int threads) {
    EngineChecks checks = new EngineChecks(threads);
    try {
      for (GenesisCircuit rule : parameters.genesis().circuits()) {
        checks.keys.put(rule.circuit(), decode(rule, verifyingKeys.get(rule.circuit())));
      }
      return checks;
    } catch (RuntimeException e) {
      checks.close();
      throw e;
    }
  }

  private static VerifyingKey decode(GenesisCircuit rule, byte @Nullable [] bytes) {
    String name = rule.circuit().circuitName();
    if (bytes == null) {
      throw new IllegalArgumentException("the verifying key of circuit " + name + " is missing");
    }
    Bytes32 hash = sha256(bytes);
    if (!hash.equals(rule.verifyingKeyHash())) {
      throw new IllegalArgumentException(
          "the verifying key of circuit "
              + name
              + " has hash "
              + hash
              + ", but the genesis pins "
              + rule.verifyingKeyHash()
              + "; use the key files of this network");
    }
    VerifyingKey key = VerifyingKey.open(bytes);
    if (key.curve() != Curve.BLS12_381) {
      key.close();
      throw new IllegalArgumentException(
          "the verifying key of circuit "
              + name
              + " is not over BLS12-381; make the genesis with keys of this software's circuits");
    }
    if (key.publicInputs() != rule.circuit().publicInputs()) {
      key.close();
      throw new IllegalArgumentException(
          "the verifying key of circuit " + name + " is for another number of public inputs");
    }
    return key;
  }

  @Override
  public boolean[] redJubjub(byte[] rks, byte[] signatures, byte[] messages) {
    return RedJubjub.verifyBatch(context, rks, signatures, messages);
  }

  @Override
  public Points decode(byte[] rks) {
    DecodedPoints points = Jubjub.decode(rks);
    return new Points(points.xy(), points.valid());
  }

  @Override
  public boolean[] groth16(CircuitId circuit, byte[] proofs, byte[] publicInputs) {
    VerifyingKey key = keys.get(circuit);
    if (key == null) {
      throw new IllegalStateException(
          "circuit " + circuit.circuitName() + " has no verifying key on this network");
    }
    return key.verifyBatch(context, proofs, publicInputs);
  }

  @Override
  public void close() {
    keys.values().forEach(VerifyingKey::close);
    context.close();
  }

  private static Bytes32 sha256(byte[] bytes) {
    try {
      return Bytes32.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
