package io.nelumbo.core.tx;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Signature64;

/**
 * What allows an action.
 *
 * @param proof the proof of its statement
 * @param signature the RedJubjub signature of its rk over the sighash
 */
public record ActionAuthorization(Proof proof, Signature64 signature) {
  /** Length in bytes. */
  public static final int LENGTH = Proof.LENGTH + Signature64.LENGTH;

  static ActionAuthorization read(ByteReader reader) throws DecodeException {
    return new ActionAuthorization(
        Proof.read(reader, "proof"), Signature64.read(reader, "signature"));
  }

  void write(ByteWriter writer) {
    proof.write(writer);
    signature.write(writer);
  }
}
