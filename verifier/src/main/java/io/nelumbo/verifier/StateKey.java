package io.nelumbo.verifier;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.codec.Hex;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names one entry of the ledger's state: a space and the key bytes in it (docs/protocol/chain.md
 * 5). Keys order by their bytes, space first.
 */
public final class StateKey implements Comparable<StateKey> {
  /** Spent nullifiers. */
  public static final int NULLIFIERS = 1;

  /** Transparent balances. */
  public static final int BALANCES = 2;

  /** Account nonces. */
  public static final int NONCES = 3;

  /** Assets. */
  public static final int ASSETS = 4;

  /** Pool counters. */
  public static final int POOLS = 5;

  /** Note commitment trees. */
  public static final int TREES = 6;

  /** Parameters. */
  public static final int PARAMETERS = 7;

  private final byte[] bytes;

  private StateKey(int space, byte[]... parts) {
    int length = 1;
    for (byte[] part : parts) {
      length += part.length;
    }
    bytes = new byte[length];
    bytes[0] = (byte) space;
    int at = 1;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, bytes, at, part.length);
      at += part.length;
    }
  }

  /** The entry that exists once {@code nullifier} is spent in {@code pool}. */
  public static StateKey nullifier(int pool, Nullifier nullifier) {
    return new StateKey(NULLIFIERS, u8(pool), nullifier.toByteArray());
  }

  /** The balance of {@code account} in {@code asset}. */
  public static StateKey balance(AccountKey account, AssetId asset) {
    return new StateKey(BALANCES, account.toByteArray(), asset.toByteArray());
  }

  /** The next nonce of {@code account}. */
  public static StateKey nonce(AccountKey account) {
    return new StateKey(NONCES, account.toByteArray());
  }

  /** Issuer, asset nonce and supply of {@code asset}. */
  public static StateKey asset(AssetId asset) {
    return new StateKey(ASSETS, asset.toByteArray());
  }

  /** The value of {@code asset} inside {@code pool}. */
  public static StateKey pool(int pool, AssetId asset) {
    return new StateKey(POOLS, u8(pool), asset.toByteArray());
  }

  /** Root and size of the note commitment tree of {@code pool}. */
  public static StateKey noteTree(int pool) {
    return new StateKey(TREES, u8(pool));
  }

  /** The network's parameters. */
  public static StateKey parameters() {
    return new StateKey(PARAMETERS, u8(0));
  }

  /** Reads a key back from its bytes; for stores that keep them. */
  public static StateKey ofBytes(byte[] bytes) {
    return new StateKey(bytes[0], Arrays.copyOfRange(bytes, 1, bytes.length));
  }

  /** Returns the space, {@link #NULLIFIERS} to {@link #PARAMETERS}. */
  public int space() {
    return bytes[0];
  }

  /** Returns space and key bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Returns the 256-bit key under which the state tree holds this entry. */
  public Bytes32 hash() {
    return Bytes32.of(Blake2b.hash256(HashTag.STATE_KEY, bytes));
  }

  @Override
  public int compareTo(StateKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StateKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return Hex.encode(bytes);
  }

  private static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }
}
