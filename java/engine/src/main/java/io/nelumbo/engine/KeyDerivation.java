package io.nelumbo.engine;

import io.nelumbo.core.key.Address;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Keys and addresses (docs/protocol/keys.md 1 to 5). Results are secret unless said otherwise; the
 * caller zeroes them after use. Native copies are zeroed here.
 */
public final class KeyDerivation {
  /** Length of {@link #expand}. */
  public static final int KEYS_LENGTH = 384;

  private static final int KEY = 32;
  private static final int MIN_SEED = 16;
  private static final int MAX_SEED = 64;

  private KeyDerivation() {}

  /**
   * The 32-byte sk of a path.
   *
   * @param seed 16 to 64 bytes
   * @param path hardened indices below 2^31, without the hardening bit; empty for the master key
   */
  public static byte[] derive(byte[] seed, int... path) {
    if (seed.length < MIN_SEED || seed.length > MAX_SEED) {
      throw new IllegalArgumentException(
          "seed has " + seed.length + " bytes, not " + MIN_SEED + " to " + MAX_SEED);
    }
    for (int index : path) {
      if (index < 0) {
        throw new IllegalArgumentException("path has an index that is not below 2^31");
      }
    }
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment sk = scratch.secretOut(KEY);
      MemorySegment seedIn = scratch.secret(seed);
      MemorySegment pathIn = scratch.in(path);
      long seedLength = seed.length;
      long pathLength = path.length;
      Native.check(
          () -> (int) Symbols.Key.DERIVE.invokeExact(sk, seedIn, seedLength, pathIn, pathLength));
      return Scratch.copy(sk);
    }
  }

  /**
   * All keys of an account, 384 bytes; {@link KeyPart} says which is where.
   *
   * @throws EngineException BAD_KEY when ask would be zero
   */
  public static byte[] expand(byte[] sk) {
    Lengths.exactly("sk", sk, KEY);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment keys = scratch.secretOut(KEYS_LENGTH);
      MemorySegment in = scratch.secret(sk);
      Native.check(() -> (int) Symbols.Key.EXPAND.invokeExact(keys, in));
      return Scratch.copy(keys);
    }
  }

  /** The 32-byte Ed25519 seed of the account's transparent key. */
  public static byte[] transparentSeed(byte[] sk) {
    Lengths.exactly("sk", sk, KEY);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment seed = scratch.secretOut(KEY);
      MemorySegment in = scratch.secret(sk);
      Native.check(() -> (int) Symbols.Key.TRANSPARENT.invokeExact(seed, in));
      return Scratch.copy(seed);
    }
  }

  /**
   * The address of an index, 80 public bytes.
   *
   * @param ivk incoming viewing key
   * @param dk diversifier key
   * @param ko the key that owners are derived from
   * @param index 64 unsigned bits
   */
  public static byte[] addressDerive(byte[] ivk, byte[] dk, byte[] ko, long index) {
    Lengths.exactly("ivk", ivk, KEY);
    Lengths.exactly("dk", dk, KEY);
    Lengths.exactly("ko", ko, KEY);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment address = scratch.out(Address.LENGTH);
      MemorySegment ivkIn = scratch.secret(ivk);
      MemorySegment dkIn = scratch.secret(dk);
      MemorySegment koIn = scratch.secret(ko);
      Native.check(
          () -> (int) Symbols.Key.ADDRESS_DERIVE.invokeExact(address, ivkIn, dkIn, koIn, index));
      return Scratch.copy(address);
    }
  }

  /** Whether 80 bytes are an address: o canonical, pk_d canonical and not of low order. */
  public static boolean addressCheck(byte[] address) {
    Lengths.exactly("address", address, Address.LENGTH);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment valid = scratch.out(4);
      MemorySegment in = scratch.in(address);
      Native.check(() -> (int) Symbols.Key.ADDRESS_CHECK.invokeExact(valid, in));
      return valid.get(ValueLayout.JAVA_INT, 0) == 1;
    }
  }

  /** An address whose keys nobody knows, for dummy outputs: 80 bytes. */
  public static byte[] randomAddress() {
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment address = scratch.out(Address.LENGTH);
      Native.check(() -> (int) Symbols.Key.ADDRESS_RANDOM.invokeExact(address));
      return Scratch.copy(address);
    }
  }
}
