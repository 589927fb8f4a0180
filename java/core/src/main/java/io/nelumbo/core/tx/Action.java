package io.nelumbo.core.tx;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.FieldElement;
import java.util.List;
import java.util.Optional;

/**
 * A private transfer inside a transaction (docs/protocol/transactions.md 4).
 *
 * @param circuit the statement that its proof proves
 * @param nullifiers as many as the circuit has inputs; that they differ is the verifier's rule
 * @param rk the randomized key, a compressed Jubjub point; the verifier decodes it
 * @param vIn the value that enters the pool
 * @param vOut the value that leaves the pool; not both are non-zero
 * @param assetPub the asset that enters or leaves, present exactly when one of the values is
 *     non-zero
 * @param outputs as many as the circuit has outputs
 */
public record Action(
    CircuitId circuit,
    List<Nullifier> nullifiers,
    Bytes32 rk,
    Amount vIn,
    Amount vOut,
    Optional<AssetId> assetPub,
    List<NoteOutput> outputs) {

  /** The least length of an action of any circuit. */
  static final int MIN_LENGTH = 1 + 32 + 32 + 8 + 8 + 32 + NoteOutput.LENGTH;

  /** Checks the counts and the rule of values and asset. */
  public Action {
    nullifiers = List.copyOf(nullifiers);
    outputs = List.copyOf(outputs);
    if (nullifiers.size() != circuit.inputs()) {
      throw new InvalidValueException(
          "nullifiers", "are " + nullifiers.size() + ", the circuit has " + circuit.inputs());
    }
    if (outputs.size() != circuit.outputs()) {
      throw new InvalidValueException(
          "outputs", "are " + outputs.size() + ", the circuit has " + circuit.outputs());
    }
    if (!vIn.isZero() && !vOut.isZero()) {
      throw new InvalidValueException("v_out", "is non-zero although v_in is");
    }
    if (assetPub.isPresent() == (vIn.isZero() && vOut.isZero())) {
      throw new InvalidValueException(
          "asset_pub",
          assetPub.isPresent()
              ? "is an asset although v_in and v_out are zero"
              : "is zero although v_in or v_out is not");
    }
  }

  /** asset_pub as the element of F that the bytes and the public inputs carry: 0 when absent. */
  public FieldElement assetPubElement() {
    return assetPub.map(AssetId::value).orElse(FieldElement.ZERO);
  }

  static Action read(ByteReader reader) throws DecodeException {
    int start = reader.position();
    int id = reader.u8("circuit");
    CircuitId circuit = reader.build("circuit", start, () -> CircuitId.of(id));
    List<Nullifier> nullifiers =
        reader.list("nullifiers", circuit.inputs(), r -> Nullifier.read(r, ""));
    Bytes32 rk = Bytes32.read(reader, "rk");
    Amount vIn = Amount.read(reader, "v_in");
    Amount vOut = Amount.read(reader, "v_out");
    FieldElement asset = FieldElement.read(reader, "asset_pub");
    Optional<AssetId> assetPub =
        asset.isZero() ? Optional.empty() : Optional.of(new AssetId(asset));
    List<NoteOutput> outputs = reader.list("outputs", circuit.outputs(), NoteOutput::read);
    return reader.build(
        "", start, () -> new Action(circuit, nullifiers, rk, vIn, vOut, assetPub, outputs));
  }

  void write(ByteWriter writer) {
    writer.u8(circuit.id());
    writer.each(nullifiers, Nullifier::write);
    rk.write(writer);
    vIn.write(writer);
    vOut.write(writer);
    assetPubElement().write(writer);
    writer.each(outputs, NoteOutput::write);
  }
}
