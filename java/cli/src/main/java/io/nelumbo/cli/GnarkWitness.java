package io.nelumbo.cli;

import java.nio.ByteBuffer;

/**
 * A public witness as gnark's MarshalBinary writes it: u32 public, u32 secret, u32 length, all
 * big-endian, then the elements of 32 bytes, big-endian.
 */
final class GnarkWitness {
  static final int HEADER_BYTES = 12;
  private static final int ELEMENT = 32;

  private GnarkWitness() {}

  /** The elements, each reversed to little-endian. */
  static byte[] publicInputs(byte[] bytes) {
    int count = (bytes.length - HEADER_BYTES) / ELEMENT;
    if (bytes.length < HEADER_BYTES || (bytes.length - HEADER_BYTES) % ELEMENT != 0) {
      throw new IllegalArgumentException(
          "has " + bytes.length + " bytes; a gnark witness has 12 and 32 for each element");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int open = in.getInt();
    int secret = in.getInt();
    int length = in.getInt();
    if (secret != 0) {
      throw new IllegalArgumentException(
          "is a full gnark witness with secret values; give only its public part"
              + " (witness.Public() in gnark)");
    }
    if (open != count || length != count) {
      throw new IllegalArgumentException(
          "has a gnark header that does not fit its " + count + " elements");
    }
    byte[] out = new byte[ELEMENT * count];
    for (int i = 0; i < out.length; i++) {
      int element = i / ELEMENT;
      out[i] = bytes[HEADER_BYTES + ELEMENT * element + ELEMENT - 1 - i % ELEMENT];
    }
    return out;
  }
}
