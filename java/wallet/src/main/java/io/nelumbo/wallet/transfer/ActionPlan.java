package io.nelumbo.wallet.transfer;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.wallet.store.OwnNote;
import java.math.BigInteger;
import java.util.List;

/**
 * One action before anything is computed: which notes it spends, which it makes, what crosses the
 * pool's border. Dummies fill it up to the circuit's arity later.
 *
 * @param circuit the arity
 * @param asset the one asset
 * @param inputs notes to spend, at most the circuit's inputs
 * @param outputs notes to make, at most the circuit's outputs
 * @param vIn value that enters the pool
 * @param vOut value that leaves it
 */
record ActionPlan(
    CircuitId circuit,
    AssetId asset,
    List<OwnNote> inputs,
    List<Payment> outputs,
    Amount vIn,
    Amount vOut) {

  ActionPlan {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (inputs.size() > circuit.inputs() || outputs.size() > circuit.outputs()) {
      throw new IllegalArgumentException("the plan does not fit " + circuit.circuitName());
    }
    BigInteger in = vIn.toBigInteger();
    for (OwnNote note : inputs) {
      in = in.add(note.value().toBigInteger());
    }
    BigInteger out = vOut.toBigInteger();
    for (Payment payment : outputs) {
      out = out.add(payment.value().toBigInteger());
    }
    if (!in.equals(out)) {
      throw new IllegalArgumentException("the plan does not balance");
    }
  }

  @Override
  public String toString() {
    return "ActionPlan[" + circuit.circuitName() + "]";
  }
}
