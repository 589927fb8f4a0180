package io.nelumbo.verifier;

import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.FieldElement;

/**
 * Rebuilds the public inputs of an action's proof from the transaction's body (docs/protocol/
 * transfer.md 1). Nothing of them is taken from the prover.
 */
public final class PublicInputs {
  private PublicInputs() {}

  /**
   * Returns the public inputs of {@code action}, 32 bytes each, back to back.
   *
   * @param context the body's context, {@link TransactionBody#context}
   * @param rkCoordinates x and y of the action's rk, 64 bytes
   */
  public static byte[] of(
      TransactionBody body, FieldElement context, Action action, byte[] rkCoordinates) {
    ByteWriter out = new ByteWriter(FieldElement.LENGTH * action.circuit().publicInputs());
    body.anchor().write(out);
    out.each(action.nullifiers(), Nullifier::write);
    action.outputs().forEach(output -> output.cm().write(out));
    out.bytes(rkCoordinates);
    writeAmount(out, action.vIn());
    writeAmount(out, action.vOut());
    action.assetPubElement().write(out);
    context.write(out);
    return out.toByteArray();
  }

  private static void writeAmount(ByteWriter out, Amount amount) {
    byte[] littleEndian = new byte[FieldElement.LENGTH];
    for (int i = 0; i < Long.BYTES; i++) {
      littleEndian[i] = (byte) (amount.units() >>> (8 * i));
    }
    out.bytes(littleEndian);
  }
}
