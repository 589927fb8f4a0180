package io.nelumbo.node.ledger;

import io.nelumbo.core.block.Block;
import io.nelumbo.node.store.KeyValueStore;
import io.nelumbo.verifier.BlockVerifier;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.Verdict;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Checks a stored chain against itself: its blocks are judged again from the genesis on, as those
 * of a peer, into a second store, and then every record of both stores must be the same. So each
 * node of the state tree is hashed again, supply and nullifiers are counted again, and nothing is
 * missing or left over.
 */
public final class LedgerAudit {
  private final KeyValueStore store;
  private final Optional<HeadMark> mark;
  private final KeyValueStore scratch;
  private final NetworkParameters parameters;
  private final TreeHash hash;
  private final BlockVerifier verifier;

  /** What was found to be whole. */
  public record Result(Head head, long records) {}

  /**
   * Makes an audit.
   *
   * @param medium what is checked; only read
   * @param scratch an empty store
   */
  public LedgerAudit(
      StoredLedger.Medium medium,
      KeyValueStore scratch,
      NetworkParameters parameters,
      TreeHash hash,
      BlockVerifier verifier) {
    store = medium.store();
    mark = medium.mark();
    this.scratch = scratch;
    this.parameters = parameters;
    this.hash = hash;
    this.verifier = verifier;
  }

  /**
   * Runs the whole check.
   *
   * @param progress hears the height of each block that is whole
   * @throws LedgerException that says where the store is damaged
   * @throws io.nelumbo.node.store.StoreException when a checksum of the medium does not hold
   */
  public Result run(LongConsumer progress) {
    store.verifyChecksums();
    byte[] head = store.get(Keys.head());
    if (head == null) {
      throw new LedgerException("head: is missing");
    }
    Head stored = Records.head(head);
    StoredLedger replayed = StoredLedger.open(scratch, parameters, hash);
    compare(Keys.genesis());
    for (long height = 1; height <= stored.height(); height++) {
      replay(replayed, height);
      progress.accept(height);
    }
    mark.flatMap(HeadMark::newest).ifPresent(announced -> compare(announced, replayed));
    return new Result(replayed.head(), compareAll());
  }

  private void replay(StoredLedger replayed, long height) {
    String place = "block " + height + ": ";
    byte[] bytes = store.get(Keys.block(height));
    if (bytes == null) {
      throw new LedgerException(place + "is missing");
    }
    Block block = Records.block(bytes);
    Verdict verdict = verifier.verify(block, replayed);
    if (!verdict.accepted()) {
      throw new LedgerException(place + verdict);
    }
    try {
      replayed.commit(block, replayed.preview(block.transactions()));
    } catch (LedgerException e) {
      throw new LedgerException(place + e.getMessage());
    }
  }

  private static void compare(HeadMark.Mark announced, StoredLedger replayed) {
    if (announced.height() > replayed.height()) {
      throw new LedgerException(
          "block " + (replayed.height() + 1) + ": is missing, but was announced");
    }
    announced.checkAgrees(announced.height(), replayed.blockHash(announced.height()).orElseThrow());
  }

  private void compare(byte[] key) {
    byte[] found = store.get(key);
    if (found == null) {
      throw new LedgerException(Keys.describe(key) + ": is missing");
    }
    if (!Arrays.equals(found, scratch.get(key))) {
      throw new LedgerException(Keys.describe(key) + ": is not what the blocks lead to");
    }
  }

  /** Compares every record and returns how many there are. */
  private long compareAll() {
    long[] count = new long[1];
    scratch.scan(
        new byte[0],
        (key, value) -> {
          compare(key);
          count[0]++;
          return true;
        });
    store.scan(
        new byte[0],
        (key, value) -> {
          if (scratch.get(key) == null) {
            throw new LedgerException(Keys.describe(key) + ": does not belong to this chain");
          }
          return true;
        });
    return count[0];
  }
}
