package io.nelumbo.node.admission;

import io.nelumbo.core.tx.WtxId;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rejections of one height and what could not be judged at it, so that the same bytes are not
 * judged twice. Keyed by wtxid, because a txid says nothing about proofs; forgotten at each block,
 * because rules may change with height.
 */
final class RefusedTransactions {
  private final int capacity;
  private final Map<WtxId, Verdict> verdicts = new LinkedHashMap<>();
  private long height = -1;

  RefusedTransactions(int capacity) {
    this.capacity = capacity;
  }

  synchronized Optional<Verdict> find(WtxId wtxid, long atHeight) {
    return height == atHeight ? Optional.ofNullable(verdicts.get(wtxid)) : Optional.empty();
  }

  /** Remembers a verdict given on the state at {@code atHeight}. */
  synchronized void remember(WtxId wtxid, Verdict verdict, long atHeight) {
    boolean lasts =
        verdict instanceof Verdict.Reject
            || (verdict instanceof Verdict.Ignore ignore && ignore.code() == Reason.UNJUDGEABLE);
    if (!lasts || atHeight < height) {
      return;
    }
    if (atHeight > height) {
      verdicts.clear();
      height = atHeight;
    }
    if (verdicts.size() >= capacity) {
      verdicts.remove(verdicts.keySet().iterator().next());
    }
    verdicts.put(wtxid, verdict);
  }
}
