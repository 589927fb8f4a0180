package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.kit.MapView;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestAccount;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** docs/protocol/chain.md 4, but for the roots that the ledger computes. */
class BlockVerifierTest {
  private static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;
  private static final TestAccount ALICE = TestNetwork.rich(1);
  private static final TestAccount BOB = TestNetwork.rich(2);

  private final Arb arb = Arb.seeded("BlockVerifierTest");
  private final Anchor anchor = arb.anchor();
  private final MapView view = new MapView(NETWORK).know(anchor);
  private final BlockVerifier verifier =
      new BlockVerifier(new TransactionVerifier(new StandInChecks(), VerifierListener.NONE));

  /** The fields that tests change, with the values of a valid block. */
  private record Fields(
      int chain,
      long height,
      BlockHash previous,
      long time,
      Bytes32 root,
      long total,
      TestAccount by) {}

  private Block block(List<Transaction> body, UnaryOperator<Fields> change) {
    Fields fields =
        change.apply(
            new Fields(
                7,
                1,
                NETWORK.genesisBlock(),
                TestNetwork.TIME + 1,
                Block.transactionRoot(body),
                body.size(),
                TestNetwork.PROPOSER));
    BlockHeader header =
        new BlockHeader(
            1,
            fields.chain,
            fields.height,
            fields.previous,
            fields.time,
            fields.root,
            arb.anchor(),
            arb.bytes32(),
            fields.total,
            body.size(),
            fields.by.key());
    return new Block(header, fields.by.sign(header.hash().bytes()), body);
  }

  private Verdict verify(Block block) {
    return verifier.verify(block, view);
  }

  private void assertRejected(Block block, Reason reason) {
    assertThat(verify(block))
        .isInstanceOfSatisfying(
            Verdict.Reject.class, verdict -> assertThat(verdict.code()).isEqualTo(reason));
  }

  private static Transaction payment(TestAccount from, long nonce, TestAccount to, long amount) {
    return TxBuilder.payment(NETWORK, from, nonce, to.key(), amount).build();
  }

  private List<Transaction> body() {
    return List.of(payment(ALICE, 0, BOB, 1), payment(ALICE, 1, BOB, 2));
  }

  @Test
  void acceptsABlockWhoseTransactionsBuildOnEachOther() {
    TestAccount poor = new TestAccount(50);
    assertThat(
            verify(
                    block(
                        List.of(payment(ALICE, 0, poor, 100), payment(poor, 0, BOB, 90)),
                        UnaryOperator.identity()))
                .accepted())
        .isTrue();
    assertRejected(
        block(
            List.of(payment(poor, 0, BOB, 90), payment(ALICE, 0, poor, 100)),
            UnaryOperator.identity()),
        Reason.BAD_BLOCK);
  }

  @Test
  void refusesEachWrongHeaderField() {
    assertThat(verify(block(body(), f -> f)).accepted()).isTrue();
    assertRejected(
        block(body(), f -> new Fields(8, 1, f.previous, f.time, f.root, f.total, f.by)),
        Reason.WRONG_CHAIN);
    assertRejected(
        block(
            body(),
            f -> new Fields(7, 1, new BlockHash(arb.bytes32()), f.time, f.root, f.total, f.by)),
        Reason.WRONG_PARENT);
    assertRejected(
        block(body(), f -> new Fields(7, 1, f.previous, TestNetwork.TIME, f.root, f.total, f.by)),
        Reason.BAD_BLOCK);
    assertRejected(
        block(body(), f -> new Fields(7, 1, f.previous, f.time, arb.bytes32(), f.total, f.by)),
        Reason.BAD_BLOCK);
    assertRejected(
        block(body(), f -> new Fields(7, 1, f.previous, f.time, f.root, f.total + 1, f.by)),
        Reason.BAD_BLOCK);
    assertRejected(
        block(body(), f -> new Fields(7, 1, f.previous, f.time, f.root, f.total, ALICE)),
        Reason.BAD_BLOCK);
    assertThat(
            verify(block(body(), f -> new Fields(7, 2, f.previous, f.time, f.root, f.total, f.by))))
        .isInstanceOf(Verdict.Defer.class);
  }

  @Test
  void refusesASignatureOfAnotherBlock() {
    Block good = block(body(), f -> f);
    Block other = block(List.of(), f -> f);
    assertRejected(
        new Block(good.header(), other.signature(), good.transactions()), Reason.BAD_SIGNATURE);
  }

  @Test
  void theSignatureIsJudgedBeforeHeightAndParent() {
    for (long height : new long[] {2, 99, -1}) {
      Block signed = block(List.of(), f -> at(f, height, f.by));
      assertThat(verify(signed)).isNotInstanceOf(Verdict.Accept.class);
      assertThat(verify(signed).toString()).doesNotContain("code=BAD_SIGNATURE");
      assertRejected(new Block(signed.header(), arb.signature(), List.of()), Reason.BAD_SIGNATURE);
      assertRejected(block(List.of(), f -> at(f, height, ALICE)), Reason.BAD_BLOCK);
    }
    Block elsewhere =
        block(
            List.of(),
            f -> new Fields(7, 1, new BlockHash(arb.bytes32()), f.time, f.root, f.total, f.by));
    assertRejected(elsewhere, Reason.WRONG_PARENT);
    assertRejected(new Block(elsewhere.header(), arb.signature(), List.of()), Reason.BAD_SIGNATURE);
  }

  private static Fields at(Fields f, long height, TestAccount by) {
    return new Fields(7, height, f.previous, f.time, f.root, f.total, by);
  }

  @Test
  void refusesADoubleSpendInsideTheBlock() {
    Nullifier nullifier = arb.nullifier();
    List<Transaction> body =
        List.of(spend(ALICE, nullifier, arb.nullifier()), spend(BOB, arb.nullifier(), nullifier));
    assertRejected(block(body, f -> f), Reason.BAD_BLOCK);
    List<Transaction> distinct =
        List.of(
            spend(ALICE, nullifier, arb.nullifier()), spend(BOB, arb.nullifier(), arb.nullifier()));
    assertThat(verify(block(distinct, f -> f)).accepted()).isTrue();
  }

  private Transaction spend(TestAccount payer, Nullifier first, Nullifier second) {
    return new TxBuilder(NETWORK)
        .debit(payer, 0, NETWORK.nativeAsset(), 10)
        .anchor(anchor)
        .action(
            arb,
            CircuitId.TRANSFER_2X2,
            List.of(first, second),
            arb.bytes32(),
            0,
            0,
            Optional.empty())
        .build();
  }

  @Test
  void refusesTheSameTransactionTwice() {
    Transaction once = payment(ALICE, 0, BOB, 1);
    assertThat(verify(block(List.of(once), f -> f)).accepted()).isTrue();
    assertRejected(block(List.of(once, once), f -> f), Reason.BAD_BLOCK);
  }

  @Test
  void refusesABodyWithAnotherProofUnderTheSameHeaderAndKeepsTheHeaderGood() {
    Transaction good = spend(ALICE, arb.nullifier(), arb.nullifier());
    Block block = block(List.of(good), f -> f);
    Transaction altered =
        new Transaction(
            good.body(),
            new Authorization(
                good.authorization().accountSignatures(),
                List.of(
                    new ActionAuthorization(
                        arb.proof(), good.authorization().actions().get(0).signature()))));
    assertThat(altered.txid()).isEqualTo(good.txid());
    assertRejected(
        new Block(block.header(), block.signature(), List.of(altered)), Reason.BAD_BLOCK);
    assertThat(verify(block).accepted()).isTrue();
  }

  @Test
  void oneBadProofAmongManyRefusesTheBlock() {
    Transaction bad = spend(ALICE, arb.nullifier(), arb.nullifier());
    Transaction altered =
        new Transaction(
            bad.body(),
            new Authorization(
                bad.authorization().accountSignatures(),
                List.of(
                    new ActionAuthorization(
                        arb.proof(), bad.authorization().actions().get(0).signature()))));
    assertRejected(
        block(List.of(spend(BOB, arb.nullifier(), arb.nullifier()), altered), f -> f),
        Reason.BAD_BLOCK);
  }

  @Test
  void aWithdrawalCannotTakeWhatAnEarlierOneTook() {
    view.put(StateKey.pool(1, NETWORK.nativeAsset()), 100);
    assertThat(verify(block(List.of(withdraw(60), withdraw(40)), f -> f)).accepted()).isTrue();
    assertRejected(block(List.of(withdraw(60), withdraw(41)), f -> f), Reason.BAD_BLOCK);
  }

  private Transaction withdraw(long amount) {
    return new TxBuilder(NETWORK)
        .anchor(anchor)
        .action(arb, CircuitId.TRANSFER_2X2, 0, amount, Optional.of(NETWORK.nativeAsset()))
        .credit(BOB.key(), NETWORK.nativeAsset(), amount - 10)
        .build();
  }
}
