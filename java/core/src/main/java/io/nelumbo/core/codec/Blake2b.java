package io.nelumbo.core.codec;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/** BLAKE2b (RFC 7693) without a key and with a 16-byte personalisation, for public data. */
public final class Blake2b {
  private Blake2b() {}

  /** 32 bytes: the hash of the parts one after the other. */
  public static byte[] hash256(HashTag tag, byte[]... parts) {
    return hash(tag.personalisation(), 32, parts);
  }

  /** 64 bytes: the hash of the parts one after the other. */
  public static byte[] hash512(HashTag tag, byte[]... parts) {
    return hash(tag.personalisation(), 64, parts);
  }

  static byte[] hash(byte[] personalisation, int length, byte[]... parts) {
    Blake2bDigest digest = new Blake2bDigest(null, length, null, personalisation);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] out = new byte[length];
    digest.doFinal(out, 0);
    return out;
  }
}
