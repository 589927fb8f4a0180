package io.nelumbo.cli.demo;

import static io.nelumbo.cli.demo.DemoException.require;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.v1.Counters;
import io.nelumbo.api.v1.SubmitTransactionResponse;
import io.nelumbo.api.v1.Verdict;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an attacker tries. Each transaction goes to one node; that node must refuse it for the right
 * reason, and no node may pass it on, as the nodes' own counters show.
 */
final class Attacks {
  private static final long SETTLE_MILLIS = 300;

  private final DemoNetwork network;
  private final DemoStory story;
  private final DemoWallet attacker;
  private final Consumer<String> out;

  Attacks(DemoNetwork network, DemoStory story, DemoWallet attacker, Consumer<String> out) {
    this.network = network;
    this.story = story;
    this.attacker = attacker;
    this.out = out;
  }

  /** Runs all four; {@code otherKey} is the attacker's wallet with a prover under another key. */
  void run(Wallet otherKey) throws ApiException, ChainException, InterruptedException {
    refused("(a) a tampered proof", "BAD_PROOF", tampered(honest(attacker.wallet())));
    Transaction twice = honest(attacker.wallet());
    story.step(
        "The attacker spends a note honestly first",
        attacker,
        () ->
            attacker
                .wallet()
                .send(story.gold(), Amount.of(1), ownAddress(), Memo.none(), Options.DEFAULT));
    refused("(b) a double spend of that note", "DOUBLE_SPEND", twice);
    otherKey.sync((height, head) -> {});
    refused("(c) a proof under another key", "BAD_PROOF", honest(otherKey));
    refused("(d) swapped ciphertexts", "BAD_SIGNATURE", swapped(honest(attacker.wallet())));
  }

  private io.nelumbo.core.key.Address ownAddress() {
    return attacker.wallet().addresses().getFirst();
  }

  /** A payment that would be valid, built but not sent. */
  private Transaction honest(Wallet wallet) {
    AssetId asset = story.gold();
    return wallet
        .build(asset, Amount.of(1), wallet.addresses().getFirst(), Memo.none(), Options.DEFAULT)
        .transaction();
  }

  /**
   * A and C of the first proof change places: both are good points of G1, and the proof is false.
   */
  private static Transaction tampered(Transaction transaction) {
    List<ActionAuthorization> actions = new ArrayList<>(transaction.authorization().actions());
    byte[] proof = actions.getFirst().proof().toByteArray();
    byte[] a = Arrays.copyOf(proof, 48);
    System.arraycopy(proof, 144, proof, 0, 48);
    System.arraycopy(a, 0, proof, 144, 48);
    actions.set(0, new ActionAuthorization(Proof.of(proof), actions.getFirst().signature()));
    return new Transaction(
        transaction.body(),
        new Authorization(transaction.authorization().accountSignatures(), actions));
  }

  /** The two outputs of the first action exchange their ciphertexts. */
  private static Transaction swapped(Transaction transaction) {
    TransactionBody body = transaction.body();
    List<Action> actions = new ArrayList<>(body.actions());
    Action first = actions.getFirst();
    NoteOutput one = first.outputs().get(0);
    NoteOutput two = first.outputs().get(1);
    actions.set(
        0,
        new Action(
            first.circuit(),
            first.nullifiers(),
            first.rk(),
            first.vIn(),
            first.vOut(),
            first.assetPub(),
            List.of(
                new NoteOutput(one.cm(), one.epk(), two.cEnc(), one.cOut()),
                new NoteOutput(two.cm(), two.epk(), one.cEnc(), two.cOut()))));
    TransactionBody changed =
        new TransactionBody(
            body.version(),
            body.chain(),
            body.expiryHeight(),
            body.fee(),
            body.pool(),
            body.anchor(),
            body.accounts(),
            body.credits(),
            actions);
    return new Transaction(changed, transaction.authorization());
  }

  private void refused(String title, String reason, Transaction transaction)
      throws ApiException, InterruptedException {
    List<Counters> before = network.counters();
    DemoNode first = network.node("c");
    SubmitTransactionResponse answer = first.client().submitTransaction(transaction.bytes());
    Thread.sleep(SETTLE_MILLIS);
    List<Counters> after = network.counters();
    require(
        answer.getVerdict() == Verdict.REJECT && answer.getReason().equals(reason),
        title
            + ": node c answered "
            + answer.getVerdict()
            + " "
            + answer.getReason()
            + " "
            + answer.getDetail()
            + " instead of REJECT "
            + reason);
    for (int i = 0; i < after.size(); i++) {
      Counters b = before.get(i);
      Counters a = after.get(i);
      String node = network.nodes().get(i).name();
      long rejected = a.getTransactionsRejected() - b.getTransactionsRejected();
      require(
          rejected == (node.equals("c") ? 1 : 0),
          title + ": node " + node + " counts " + rejected + " refusals");
      require(
          a.getTransactionsAnnounced() == b.getTransactionsAnnounced()
              && a.getTransactionsRelayed() == b.getTransactionsRelayed(),
          title + ": node " + node + " passed something on");
    }
    out.accept(
        "  "
            + title
            + ": refused by node c with "
            + reason
            + "; refusals a/b/c +0/+0/+1, announced +0/+0/+0, relayed +0/+0/+0");
  }
}
