package io.nelumbo.wallet.key;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.engine.KeyDerivation;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.RedJubjub;
import io.nelumbo.engine.SystemRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * All keys of one account (docs/protocol/keys.md 1 to 4).
 *
 * <p>The spend authorizing key and the transparent key never leave this object: it signs. {@link
 * #close} wipes everything; {@code toString} shows nothing. Not for concurrent closing.
 */
public final class AccountKeys implements AutoCloseable {
  private static final int PURPOSE = 32;
  private static final int COIN = 7761;

  private final byte[] ask;
  private final byte[] transparentSeed;
  private final ViewingKeys view;

  private AccountKeys(byte[] expanded, byte[] transparentSeed) {
    this.ask = KeyPart.ASK.of(expanded);
    this.transparentSeed = transparentSeed;
    this.view = ViewingKeys.of(ViewingKind.FULL, expanded);
  }

  /** The keys of an account of a mnemonic, path m / 32' / 7761' / account'. */
  public static AccountKeys of(Mnemonic mnemonic, int account) {
    byte[] seed = mnemonic.seed(new char[0]);
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
    byte[] expanded = new byte[0];
    try {
      expanded = KeyDerivation.expand(sk);
      return new AccountKeys(expanded, KeyDerivation.transparentSeed(sk));
    } finally {
      Arrays.fill(sk, (byte) 0);
      Arrays.fill(expanded, (byte) 0);
    }
  }

  /** The account's full viewing key; it is wiped with this object. */
  public ViewingKeys view() {
    return view;
  }

  /** A viewing key of a kind, for somebody else to watch with; the caller closes it. */
  public ViewingKeys viewingKey(ViewingKind kind) {
    return view.narrowed(kind);
  }

  /** The external address of an index. */
  public Address address(long index) {
    return view.address(index);
  }

  /** An address of the internal scope, for change; it is never shown to anyone. */
  public Address changeAddress(long index) {
    return view.changeAddress(index);
  }

  /** A copy of a key other than the spend authorizing key; the caller wipes it. */
  public byte[] viewing(KeyPart part) {
    return view.part(part);
  }

  /** The transparent account. */
  public AccountKey account() {
    byte[] key = new byte[AccountKey.LENGTH];
    Ed25519.generatePublicKey(transparentSeed, 0, key, 0);
    return AccountKey.of(key);
  }

  /** Ed25519 by the transparent key. */
  public byte[] signTransparent(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(transparentSeed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /** RedJubjub under rk = (ask + alpha) G. */
  public byte[] signSpend(byte[] alpha, byte[] message) {
    return RedJubjub.sign(ask, alpha, message);
  }

  @Override
  public void close() {
    Arrays.fill(ask, (byte) 0);
    Arrays.fill(transparentSeed, (byte) 0);
    view.close();
  }

  @Override
  public String toString() {
    return "AccountKeys[secret]";
  }
}
