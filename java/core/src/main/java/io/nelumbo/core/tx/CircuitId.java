package io.nelumbo.core.tx;

import io.nelumbo.core.codec.InvalidValueException;
import java.util.Optional;

/** The circuits of docs/protocol/transfer.md. */
public enum CircuitId {
  /** Two notes in, two notes out. */
  TRANSFER_2X2(1, "transfer-2x2", 2, 2),
  /** One note in, two notes out. */
  TRANSFER_1X2(2, "transfer-1x2", 1, 2),
  /** Four notes in, two notes out: to put many small notes together. */
  TRANSFER_4X2(3, "transfer-4x2", 4, 2);

  private final int id;
  private final String circuitName;
  private final int inputs;
  private final int outputs;

  CircuitId(int id, String circuitName, int inputs, int outputs) {
    this.id = id;
    this.circuitName = circuitName;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** The circuit of an id byte; InvalidValueException when there is none. */
  public static CircuitId of(int id) {
    for (CircuitId circuit : values()) {
      if (circuit.id == id) {
        return circuit;
      }
    }
    throw new InvalidValueException("", "no circuit has id " + id);
  }

  /** The circuit of a name, as "transfer-2x2". */
  public static Optional<CircuitId> ofName(String name) {
    for (CircuitId circuit : values()) {
      if (circuit.circuitName.equals(name)) {
        return Optional.of(circuit);
      }
    }
    return Optional.empty();
  }

  /** The id byte. */
  public int id() {
    return id;
  }

  /** The name, as "transfer-2x2". */
  public String circuitName() {
    return circuitName;
  }

  /** How many notes it spends. */
  public int inputs() {
    return inputs;
  }

  /** How many notes it makes. */
  public int outputs() {
    return outputs;
  }

  /**
   * How many public inputs it has: anchor, nullifiers, commitments, rk.x, rk.y, v_in, v_out,
   * asset_pub, context.
   */
  public int publicInputs() {
    return 7 + inputs + outputs;
  }
}
