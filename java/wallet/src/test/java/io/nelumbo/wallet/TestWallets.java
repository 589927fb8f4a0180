package io.nelumbo.wallet;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.engine.ProvingKey;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.Prover;
import io.nelumbo.wallet.key.Mnemonic;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Wallets with the real circuits, prover and keys. One set of provers serves a test class. */
final class TestWallets implements AutoCloseable {
  static final AssetId NATIVE = AssetId.nativeAsset(MemoryChain.CHAIN);

  private static final String PASSWORD = "password";

  private final Prover inner;
  private final List<byte[]> assignments = new ArrayList<>();
  private final NativeContext context;
  private final Map<CircuitId, Bytes32> keys = new EnumMap<>(CircuitId.class);

  TestWallets() {
    CircuitLibrary circuits = CircuitLibrary.load();
    KeyCache cache = KeyCache.ofUser(circuits);
    for (CircuitId circuit : CircuitId.values()) {
      try (ProvingKey key = cache.open(circuit)) {
        keys.put(circuit, key.verifyingKeyHash());
      }
    }
    inner = new InProcessProver(circuits, cache, 0);
    context = NativeContext.open(0);
  }

  /** The real prover; it remembers what crossed to it. */
  private final class RecordingProver implements Prover {
    @Override
    public ProofResult prove(ProofRequest request, ProveControl control) {
      assignments.add(request.assignment().clone());
      return inner.prove(request, control);
    }

    @Override
    public void close() {}
  }

  /** A fresh chain whose genesis names the keys that the prover uses. */
  MemoryChain chain() {
    return new MemoryChain(keys);
  }

  /** Hashes of the verifying keys. */
  Map<CircuitId, Bytes32> keys() {
    return keys;
  }

  /** The assignments that went to the prover so far. */
  List<byte[]> assignments() {
    return assignments;
  }

  /** Wipes them. */
  void forgetAssignments() {
    assignments.forEach(assignment -> Arrays.fill(assignment, (byte) 0));
    assignments.clear();
  }

  /** What a wallet needs to talk to a chain. */
  Wallet.Services services(MemoryChain chain) {
    return new Wallet.Services(chain, chain, new RecordingProver(), keys::get, context);
  }

  /** Makes and opens a wallet whose seed is a number. */
  Wallet create(Path folder, int seed, MemoryChain chain) throws Exception {
    WalletFiles files = new WalletFiles(folder);
    byte[] entropy = new byte[16];
    entropy[0] = (byte) seed;
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      files.create(mnemonic, password(), new SecureRandom());
    }
    return open(folder, chain);
  }

  /** Opens a wallet that was made. */
  Wallet open(Path folder, MemoryChain chain) throws Exception {
    return Wallet.open(new WalletFiles(folder), password(), services(chain));
  }

  static char[] password() {
    return PASSWORD.toCharArray();
  }

  static void sync(Wallet... wallets) throws Exception {
    for (Wallet wallet : wallets) {
      wallet.sync((height, head) -> {});
    }
  }

  @Override
  public void close() {
    inner.close();
    context.close();
  }
}
