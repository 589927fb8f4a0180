package io.nelumbo.node.admission;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.node.admission.AdmissionMeter.Kind;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.ledger.Preview;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.TransactionJournal;
import io.nelumbo.verifier.BlockVerifier;
import io.nelumbo.verifier.Reason;
import io.nelumbo.verifier.Verdict;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges blocks one after the other and makes the valid ones the head. Runs on one thread, which
 * alone commits: so the head stands still while a block is judged.
 */
final class BlockDesk {
  private static final Logger log = LoggerFactory.getLogger(BlockDesk.class);

  private final Ledger ledger;
  private final Mempool mempool;
  private final TransactionJournal journal;
  private final BlockVerifier verifier;
  private final Lock stateLock;
  private final Announcer announcer;
  private final Runnable afterCommit;

  BlockDesk(NodeAdmission.Rooms rooms, Lock stateLock, Announcer announcer, Runnable afterCommit) {
    ledger = rooms.ledger();
    mempool = rooms.mempool();
    journal = rooms.journal();
    verifier = new BlockVerifier(rooms.verifier());
    this.stateLock = stateLock;
    this.announcer = announcer;
    this.afterCommit = afterCommit;
  }

  /** Judges and answers one submission. */
  void judge(Submission submission) {
    Block block;
    try {
      block = Block.parse(submission.bytes());
    } catch (DecodeException e) {
      announcer.refused(
          Kind.BLOCK,
          submission,
          submission.hashOfBytes(),
          Verdict.reject(Reason.MALFORMED, String.valueOf(e.getMessage())));
      return;
    }
    BlockHash hash = block.hash();
    Verdict verdict = judge(block, hash);
    if (verdict.accepted()) {
      announcer.committed(submission, block);
    } else {
      // Nothing is remembered under the block's hash: the header may be good and only this body
      // bad.
      announcer.refused(Kind.BLOCK, submission, hash.bytes(), verdict);
    }
  }

  private Verdict judge(Block block, BlockHash hash) {
    Verdict verdict = verifier.checkProposer(block, ledger.parameters());
    if (!verdict.accepted()) {
      return verdict;
    }
    if (ledger.blockHeight(hash).isPresent()) {
      return Verdict.ignore(Reason.KNOWN, "block: known already");
    }
    return judgeNew(block, hash);
  }

  /** Only what is done before the commit can be survived. */
  private Verdict judgeNew(Block block, BlockHash hash) {
    Verdict verdict;
    Preview preview;
    try {
      verdict = verifier.verify(block, ledger);
      if (!verdict.accepted()) {
        return verdict;
      }
      preview = ledger.preview(block.transactions());
    } catch (RuntimeException e) {
      if (Faults.endsNode(e)) {
        throw e;
      }
      log.error("block {} cannot be judged", hash, e);
      return Verdict.ignore(Reason.UNJUDGEABLE, "block: this node failed at judging it");
    }
    if (!block.header().noteTreeRoot().equals(preview.noteTreeRoot())) {
      return Verdict.reject(
          Reason.BAD_BLOCK, "header.note_tree_root: must be " + preview.noteTreeRoot());
    }
    if (!block.header().stateCommitment().equals(preview.stateCommitment())) {
      return Verdict.reject(
          Reason.BAD_BLOCK, "header.state_commitment: must be " + preview.stateCommitment());
    }
    commit(block, preview);
    // Outside of the state lock: making the journal smaller takes a while.
    journal.tidy(mempool);
    return Verdict.accept();
  }

  private void commit(Block block, Preview preview) {
    stateLock.lock();
    try {
      ledger.commit(block, preview);
      block.transactions().forEach(transaction -> mempool.remove(transaction.txid()));
      afterCommit.run();
    } finally {
      stateLock.unlock();
    }
  }
}
