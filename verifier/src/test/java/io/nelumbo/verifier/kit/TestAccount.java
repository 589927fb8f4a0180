package io.nelumbo.verifier.kit;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A transparent account whose secret everybody knows. */
public final class TestAccount {
  private final byte[] seed = new byte[32];
  private final AccountKey key;

  /** The account of a small number. */
  public TestAccount(int number) {
    Arrays.fill(seed, (byte) number);
    byte[] point = new byte[32];
    Ed25519.generatePublicKey(seed, 0, point, 0);
    key = AccountKey.of(point);
  }

  /** The public key. */
  public AccountKey key() {
    return key;
  }

  /** The secret. */
  public byte[] seed() {
    return seed.clone();
  }

  /** A signature. */
  public Signature64 sign(Bytes32 message) {
    byte[] text = message.toByteArray();
    byte[] signature = new byte[64];
    Ed25519.sign(seed, 0, text, 0, text.length, signature, 0);
    return Signature64.of(signature);
  }
}
