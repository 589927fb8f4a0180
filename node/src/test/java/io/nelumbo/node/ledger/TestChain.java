package io.nelumbo.node.ledger;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.kit.TestNetwork;
import java.util.List;

/** Makes blocks for the test network on the head of a ledger. */
public final class TestChain {
  private TestChain() {}

  /** A signed block with the right roots. */
  public static Block next(Ledger ledger, List<Transaction> body) {
    Preview preview = ledger.preview(body);
    return next(ledger, body, preview.noteTreeRoot(), preview.stateCommitment());
  }

  /** A signed block with any roots. */
  public static Block next(
      Ledger ledger,
      List<Transaction> body,
      io.nelumbo.core.tree.Anchor noteTreeRoot,
      Bytes32 stateCommitment) {
    Head head = ledger.head();
    BlockHeader header =
        new BlockHeader(
            1,
            ledger.parameters().chain(),
            head.height() + 1,
            head.hash(),
            head.timeMillis() + 1000,
            Block.transactionRoot(body),
            noteTreeRoot,
            stateCommitment,
            head.totalTransactions() + body.size(),
            body.size(),
            TestNetwork.PROPOSER.key());
    return new Block(header, TestNetwork.PROPOSER.sign(header.hash().bytes()), body);
  }

  /** Commits a block without judging it. */
  public static Block commit(Ledger ledger, Transaction... body) {
    Block block = next(ledger, List.of(body));
    ledger.commit(block, ledger.preview(List.of(body)));
    return block;
  }
}
