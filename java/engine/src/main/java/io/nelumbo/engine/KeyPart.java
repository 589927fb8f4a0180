package io.nelumbo.engine;

import java.util.Arrays;

/**
 * The twelve keys of {@link KeyDerivation#expand}, in their order, 32 bytes each
 * (docs/protocol/keys.md 2, 3).
 */
public enum KeyPart {
  /** Spend authorizing key, secret. */
  ASK,
  /** Spend validating key, a compressed point. */
  AK,
  /** Its x-coordinate. */
  AK_X,
  /** Its y-coordinate. */
  AK_Y,
  /** Nullifier key. */
  NK,
  /** The key that owners of addresses are derived from. */
  KO,
  /** Incoming viewing key. */
  IVK,
  /** Outgoing viewing key. */
  OVK,
  /** Diversifier key. */
  DK,
  /** Incoming viewing key of change. */
  INTERNAL_IVK,
  /** Outgoing viewing key of change. */
  INTERNAL_OVK,
  /** Diversifier key of change. */
  INTERNAL_DK;

  /** A copy of this part of the 384 bytes. */
  public byte[] of(byte[] keys) {
    Lengths.exactly("keys", keys, KeyDerivation.KEYS_LENGTH);
    return Arrays.copyOfRange(keys, 32 * ordinal(), 32 * ordinal() + 32);
  }
}
