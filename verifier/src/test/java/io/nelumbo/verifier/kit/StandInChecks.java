package io.nelumbo.verifier.kit;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.verifier.NativeChecks;
import java.util.Arrays;

/**
 * Checks that anyone can satisfy and that bind what the real ones bind: a signature is a hash of
 * key and message, a proof a hash of circuit and public inputs. For tests of the rules around them,
 * which then need no proving key. The real checks have tests of their own.
 */
public final class StandInChecks implements NativeChecks {
  /** A key that does not decode. */
  public static final byte[] BAD_KEY = new byte[32];

  @Override
  public boolean[] redJubjub(byte[] keys, byte[] signatures, byte[] messages) {
    boolean[] valid = new boolean[keys.length / 32];
    for (int i = 0; i < valid.length; i++) {
      byte[] key = slice(keys, 32, i);
      valid[i] =
          !Arrays.equals(key, BAD_KEY)
              && Arrays.equals(slice(signatures, 64, i), sign(key, slice(messages, 32, i)));
    }
    return valid;
  }

  @Override
  public Points decode(byte[] keys) {
    boolean[] valid = new boolean[keys.length / 32];
    byte[] coordinates = new byte[2 * keys.length];
    for (int i = 0; i < valid.length; i++) {
      byte[] key = slice(keys, 32, i);
      valid[i] = !Arrays.equals(key, BAD_KEY);
      System.arraycopy(coordinates(key), 0, coordinates, 64 * i, 64);
    }
    return new Points(coordinates, valid);
  }

  @Override
  public boolean[] groth16(CircuitId circuit, byte[] proofs, byte[] publicInputs) {
    boolean[] valid = new boolean[proofs.length / 192];
    int length = 32 * circuit.publicInputs();
    for (int i = 0; i < valid.length; i++) {
      byte[] expected = prove(circuit, slice(publicInputs, length, i));
      valid[i] = Arrays.equals(slice(proofs, 192, i), expected);
    }
    return valid;
  }

  /** The signature that holds. */
  public static byte[] sign(byte[] key, byte[] message) {
    return Blake2b.hash512(HashTag.SIG_HASH, key, message);
  }

  /** The proof that holds. */
  public static byte[] prove(CircuitId circuit, byte[] publicInputs) {
    byte[] hash = Blake2b.hash512(HashTag.CONTEXT, new byte[] {(byte) circuit.id()}, publicInputs);
    return Arrays.copyOf(hash, 192);
  }

  /** The coordinates of a key. */
  public static byte[] coordinates(byte[] key) {
    byte[] both = new byte[64];
    byte[] x = FieldElement.reduce(Blake2b.hash512(HashTag.CONTEXT, key)).toByteArray();
    System.arraycopy(x, 0, both, 0, 32);
    return both;
  }

  private static byte[] slice(byte[] bytes, int length, int index) {
    return Arrays.copyOfRange(bytes, length * index, length * (index + 1));
  }
}
