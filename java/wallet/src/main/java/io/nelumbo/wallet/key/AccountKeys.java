package io.nelumbo.wallet.key;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.engine.KeyDerivation;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.RedJubjub;
import io.nelumbo.engine.SystemRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * All keys of one account (docs/protocol/keys.md 1 to 4).
 *
 * <p>The spend authorizing key and the transparent key never leave this object: it signs. Viewing
 * keys are handed out as copies that the caller wipes. {@link #close} wipes everything; {@code
 * toString} shows nothing. Not for concurrent closing.
 */
public final class AccountKeys implements AutoCloseable {
  private static final int PURPOSE = 32;
  private static final int COIN = 7761;

  private final byte[] keys;
  private final byte[] transparentSeed;

  private AccountKeys(byte[] keys, byte[] transparentSeed) {
    this.keys = keys;
    this.transparentSeed = transparentSeed;
  }

  /** The keys of an account of a mnemonic, path m / 32' / 7761' / account'. */
  public static AccountKeys of(Mnemonic mnemonic, int account) {
    byte[] seed = mnemonic.seed("");
    try {
      return ofSpendingKey(KeyDerivation.derive(seed, PURPOSE, COIN, account));
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** Keys that are used once and forgotten: for actions that spend only dummies. */
  public static AccountKeys throwAway() {
    return ofSpendingKey(SystemRandom.bytes(32));
  }

  private static AccountKeys ofSpendingKey(byte[] sk) {
    try {
      return new AccountKeys(KeyDerivation.expand(sk), KeyDerivation.transparentSeed(sk));
    } finally {
      Arrays.fill(sk, (byte) 0);
    }
  }

  /** The external address of an index. */
  public Address address(long index) {
    return derive(KeyPart.IVK, KeyPart.DK, index);
  }

  /** An address of the internal scope, for change; it is never shown to anyone. */
  public Address changeAddress(long index) {
    return derive(KeyPart.INTERNAL_IVK, KeyPart.INTERNAL_DK, index);
  }

  /** A copy of a key other than the spend authorizing key. */
  public byte[] viewing(KeyPart part) {
    if (part == KeyPart.ASK) {
      throw new IllegalArgumentException(
          "the spend authorizing key does not leave the account's keys");
    }
    return part.of(keys);
  }

  /** The transparent account. */
  public AccountKey account() {
    return AccountKey.of(
        new Ed25519PrivateKeyParameters(transparentSeed, 0).generatePublicKey().getEncoded());
  }

  /** Ed25519 by the transparent key. */
  public byte[] signTransparent(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(transparentSeed, 0));
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /** RedJubjub under rk = (ask + alpha) G. */
  public byte[] signSpend(byte[] alpha, byte[] message) {
    byte[] ask = KeyPart.ASK.of(keys);
    try {
      return RedJubjub.sign(ask, alpha, message);
    } finally {
      Arrays.fill(ask, (byte) 0);
    }
  }

  @Override
  public void close() {
    Arrays.fill(keys, (byte) 0);
    Arrays.fill(transparentSeed, (byte) 0);
  }

  @Override
  public String toString() {
    return "AccountKeys[secret]";
  }

  private Address derive(KeyPart incoming, KeyPart diversifier, long index) {
    byte[] ivk = incoming.of(keys);
    byte[] dk = diversifier.of(keys);
    try {
      return Address.parse(KeyDerivation.addressDerive(ivk, dk, KeyPart.KO.of(keys), index));
    } catch (DecodeException e) {
      throw new AssertionError("the engine derives canonical addresses", e);
    } finally {
      Arrays.fill(ivk, (byte) 0);
      Arrays.fill(dk, (byte) 0);
    }
  }
}
