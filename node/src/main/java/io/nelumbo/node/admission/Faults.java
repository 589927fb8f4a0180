package io.nelumbo.node.admission;

import io.nelumbo.engine.EngineException;
import io.nelumbo.node.ledger.LedgerException;
import io.nelumbo.node.store.StoreException;

/** Tells failures of this node, which the next object would meet too, from those at one object. */
final class Faults {
  private Faults() {}

  /**
   * Returns whether the node cannot go on. An engine that lacks memory, a device or a part of the
   * machine has not judged anything, so that no verdict may come of it.
   */
  static boolean endsNode(RuntimeException failure) {
    if (failure instanceof EngineException engine) {
      return switch (engine.status()) {
        case OUT_OF_MEMORY, UNSUPPORTED, CANCELLED, DEVICE, INTERNAL -> true;
        case BAD_ARGUMENT, BAD_ENCODING, BAD_KEY -> false;
      };
    }
    return failure instanceof StoreException || failure instanceof LedgerException;
  }
}
