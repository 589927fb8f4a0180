package io.nelumbo.verifier;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Decides whether a block is valid on the head of a view (docs/protocol/chain.md 4), but for the
 * two roots after the block, which the ledger computes and compares.
 */
public final class BlockVerifier {
  private final TransactionVerifier transactions;

  /** Makes a verifier that judges a block's transactions with {@code transactions}. */
  public BlockVerifier(TransactionVerifier transactions) {
    this.transactions = transactions;
  }

  /**
   * Judges header, proposer's signature and body on the head of {@code view}. One transaction that
   * is not accepted, for whatever reason, makes the block invalid.
   */
  public Verdict verify(Block block, LedgerView view) {
    Verdict verdict = checkHeader(block, view);
    if (verdict.accepted()) {
      verdict = checkOnState(block.transactions(), view);
    }
    if (verdict.accepted()) {
      verdict = checkAuthorization(block.transactions(), view.parameters());
    }
    return verdict;
  }

  /**
   * Checks what needs no state: chain, proposer and the proposer's signature. A block that fails
   * here was never made by the proposer, whatever its height, and its sender is at fault.
   */
  public Verdict checkProposer(Block block, NetworkParameters parameters) {
    BlockHeader header = block.header();
    if (header.chain() != parameters.chain()) {
      return Verdict.reject(Reason.WRONG_CHAIN, "header.chain: not this network's");
    }
    if (!header.proposer().equals(parameters.proposer())) {
      return bad("header.proposer: not the network's proposer");
    }
    Bytes32 hash = header.hash().bytes();
    if (!Ed25519Strict.verify(header.proposer(), hash, block.signature())) {
      return Verdict.reject(
          Reason.BAD_SIGNATURE, "signature: the proposer's signature does not hold");
    }
    return Verdict.accept();
  }

  /**
   * Checks the proposer's signature, then the header against the head, and the commitment to the
   * body.
   */
  public Verdict checkHeader(Block block, LedgerView view) {
    Verdict verdict = checkProposer(block, view.parameters());
    return verdict.accepted() ? checkPlace(block, view) : verdict;
  }

  private static Verdict checkPlace(Block block, LedgerView view) {
    BlockHeader header = block.header();
    if (Long.compareUnsigned(header.height(), view.height() + 1) > 0) {
      return Verdict.defer(Reason.UNKNOWN_PARENT, "header.height: above the block after the head");
    }
    if (header.height() != view.height() + 1 || !header.previous().equals(view.headHash())) {
      return Verdict.reject(Reason.WRONG_PARENT, "header.previous: not the head");
    }
    if (Long.compareUnsigned(header.timeMillis(), view.headTime()) <= 0) {
      return bad("header.time: not after the parent's");
    }
    long total = view.totalTransactions() + block.transactions().size();
    if (header.totalTransactions() != total) {
      return bad("header.total_transactions: must be " + Long.toUnsignedString(total));
    }
    if (!header.transactionRoot().equals(Block.transactionRoot(block.transactions()))) {
      return bad("header.transaction_root: does not match the body");
    }
    return Verdict.accept();
  }

  /** Stages 2 and 3 of each transaction on the state after its predecessors. */
  private Verdict checkOnState(List<Transaction> body, LedgerView view) {
    LedgerOverlay overlay = new LedgerOverlay(view);
    for (int i = 0; i < body.size(); i++) {
      Transaction transaction = body.get(i);
      Verdict verdict = transactions.checkCheap(transaction, view.parameters(), view.height() + 1);
      if (verdict.accepted()) {
        verdict = transactions.checkState(transaction, overlay);
      }
      if (!verdict.accepted()) {
        return inBlock(i, verdict);
      }
      overlay.apply(transaction);
    }
    return Verdict.accept();
  }

  private Verdict checkAuthorization(List<Transaction> body, NetworkParameters parameters) {
    List<Verdict> verdicts =
        transactions.checkAuthorization(
            body, new ArrayList<>(Collections.nCopies(body.size(), Verdict.accept())), parameters);
    for (int i = 0; i < verdicts.size(); i++) {
      if (!verdicts.get(i).accepted()) {
        return inBlock(i, verdicts.get(i));
      }
    }
    return Verdict.accept();
  }

  /** Whatever the verdict on a transaction alone, a proposer who includes it is at fault. */
  private static Verdict inBlock(int index, Verdict verdict) {
    return bad("transactions[" + index + "]: " + verdict);
  }

  private static Verdict bad(String detail) {
    return Verdict.reject(Reason.BAD_BLOCK, detail);
  }
}
