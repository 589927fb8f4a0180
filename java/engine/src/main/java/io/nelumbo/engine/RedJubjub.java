package io.nelumbo.engine;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.FieldElement;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Signatures with re-randomisable keys (docs/protocol/hashes.md 6). Native copies of secrets are
 * zeroed.
 */
public final class RedJubjub {
  private static final int KEY = 32;
  private static final int SIGNATURE = 64;

  private RedJubjub() {}

  /** A uniform alpha, 32 secret bytes. */
  public static byte[] alpha() {
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment alpha = scratch.secretOut(KEY);
      Native.check(() -> (int) Symbols.Sign.ALPHA.invokeExact(alpha));
      return Scratch.copy(alpha);
    }
  }

  /** rk of ak and alpha; EngineException BAD_ENCODING when one is not canonical. */
  public static RandomizedKey randomize(byte[] ak, byte[] alpha) {
    Lengths.exactly("ak", ak, KEY);
    Lengths.exactly("alpha", alpha, KEY);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment rk = scratch.out(KEY);
      MemorySegment xy = scratch.out(2 * KEY);
      MemorySegment akIn = scratch.secret(ak);
      MemorySegment alphaIn = scratch.secret(alpha);
      Native.check(() -> (int) Symbols.Sign.RANDOMIZE.invokeExact(rk, xy, akIn, alphaIn));
      byte[] coordinates = Scratch.copy(xy);
      return new RandomizedKey(
          Bytes32.of(Scratch.copy(rk)),
          FieldElement.of(Arrays.copyOf(coordinates, KEY)),
          FieldElement.of(Arrays.copyOfRange(coordinates, KEY, 2 * KEY)));
    }
  }

  /** A signature, 64 bytes, that holds under rk = (ask + alpha) G. */
  public static byte[] sign(byte[] ask, byte[] alpha, byte[] message) {
    Lengths.exactly("ask", ask, KEY);
    Lengths.exactly("alpha", alpha, KEY);
    Engine.load();
    try (Scratch scratch = new Scratch()) {
      MemorySegment signature = scratch.out(SIGNATURE);
      MemorySegment askIn = scratch.secret(ask);
      MemorySegment alphaIn = scratch.secret(alpha);
      MemorySegment messageIn = scratch.in(message);
      long length = message.length;
      Native.check(
          () -> (int) Symbols.Sign.SIGN.invokeExact(signature, askIn, alphaIn, messageIn, length));
      return Scratch.copy(signature);
    }
  }

  /**
   * Whether each signature holds over its own message.
   *
   * @param context the workers
   * @param rks 32 bytes each, back to back
   * @param signatures 64 bytes each
   * @param messages 32 bytes each
   */
  public static boolean[] verifyBatch(
      NativeContext context, byte[] rks, byte[] signatures, byte[] messages) {
    int count = Lengths.items("rks", rks, KEY);
    Lengths.exactly("signatures", signatures, (long) count * SIGNATURE);
    Lengths.exactly("messages", messages, (long) count * KEY);
    try (NativeHandle.Use contextUse = context.use();
        Scratch scratch = new Scratch()) {
      MemorySegment valid = scratch.out(4L * count);
      if (count > 0) {
        MemorySegment rksIn = scratch.in(rks);
        MemorySegment signaturesIn = scratch.in(signatures);
        MemorySegment messagesIn = scratch.in(messages);
        long items = count;
        Native.check(() ->
            (int)
                Symbols.Sign.VERIFY.invokeExact(
                    contextUse.pointer(), valid, items, rksIn, signaturesIn, messagesIn));
      }
      return Scratch.flags(valid);
    }
  }
}
