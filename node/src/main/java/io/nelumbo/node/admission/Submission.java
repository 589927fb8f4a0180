package io.nelumbo.node.admission;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.Verdict;
import java.util.concurrent.CompletableFuture;

/** An object that waits for its verdict. */
final class Submission {
  private final byte[] bytes;
  private final Origin origin;
  private final long submittedNanos = System.nanoTime();
  private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();

  /** Set before the verdict. */
  private volatile long journalPlace;

  Submission(byte[] bytes, Origin origin) {
    this.bytes = bytes;
    this.origin = origin;
  }

  byte[] bytes() {
    return bytes;
  }

  Origin origin() {
    return origin;
  }

  /** Returns the peer to which the object counts, "" for this node. */
  String source() {
    return origin instanceof Origin.Peer peer ? peer.source() : "";
  }

  boolean local() {
    return origin instanceof Origin.Local;
  }

  /** Whether the journal of the mempool hands it in after a start. */
  boolean journaled() {
    return origin instanceof Origin.Journal;
  }

  /** The transaction stands in the journal, on the medium. */
  void acknowledged(long place) {
    journalPlace = place;
  }

  Receipt receipt(Verdict answer) {
    return new Receipt(answer, journalPlace);
  }

  CompletableFuture<Verdict> verdict() {
    return verdict;
  }

  long waitedNanos() {
    return System.nanoTime() - submittedNanos;
  }

  /** Returns a name for bytes that could not be decoded. */
  Bytes32 hashOfBytes() {
    return Bytes32.of(Blake2b.hash256(HashTag.WTX_ID, bytes));
  }
}
