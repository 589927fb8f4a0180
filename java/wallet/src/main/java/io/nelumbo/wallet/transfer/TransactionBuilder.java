package io.nelumbo.wallet.transfer;

import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.core.value.Signature64;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.Prover;
import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.key.AccountKeys;
import io.nelumbo.wallet.scan.NoteTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a plan into a transaction: compute the body, prove each action, check all of it again,
 * sign.
 */
final class TransactionBuilder {
  private final AccountKeys owner;
  private final NoteTree tree;
  private final Network network;
  private final Prover prover;

  TransactionBuilder(AccountKeys owner, NoteTree tree, Network network, Prover prover) {
    this.owner = owner;
    this.tree = tree;
    this.network = network;
    this.prover = prover;
  }

  /** Builds a transaction whose anchor is the root of the first {@code anchorSize} leaves. */
  BuiltTransaction build(TransactionPlan plan, long anchorSize) {
    List<ActionDraft> drafts = new ArrayList<>();
    try {
      for (ActionPlan action : plan.actions()) {
        drafts.add(ActionDraft.of(action, owner, tree, anchorSize, network));
      }
      TransactionBody body = body(plan, drafts, anchorSize);
      List<ProofResult> proofs = new ArrayList<>();
      for (ActionDraft draft : drafts) {
        proofs.add(prove(draft, body.anchor(), body.context()));
      }
      return new BuiltTransaction(sign(body, drafts, proofs), proofs);
    } finally {
      drafts.forEach(ActionDraft::close);
    }
  }

  private TransactionBody body(TransactionPlan plan, List<ActionDraft> drafts, long anchorSize) {
    return new TransactionBody(
        TransactionBody.VERSION,
        network.chain(),
        plan.expiryHeight(),
        plan.fee(),
        network.pool(),
        drafts.isEmpty() ? Anchor.NONE : tree.root(anchorSize),
        plan.accounts(),
        plan.credits(),
        drafts.stream().map(ActionDraft::action).toList());
  }

  private ProofResult prove(ActionDraft draft, Anchor anchor, FieldElement context) {
    byte[] assignment = draft.assignment(anchor, context);
    try {
      return prover.prove(
          new ProofRequest(draft.circuit(), assignment, draft.publicInputs(anchor, context)),
          new ProveControl());
    } finally {
      Arrays.fill(assignment, (byte) 0);
    }
  }

  private Transaction sign(
      TransactionBody body, List<ActionDraft> drafts, List<ProofResult> proofs) {
    byte[] sighash = body.sighash(network.genesisHash()).toByteArray();
    List<ActionAuthorization> actions = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Action action = body.actions().get(i);
      drafts.get(i).requireSame(action, owner);
      actions.add(
          new ActionAuthorization(
              proofs.get(i).proof(), Signature64.of(drafts.get(i).sign(sighash))));
    }
    List<Signature64> accounts =
        body.accounts().stream().map(a -> Signature64.of(owner.signTransparent(sighash))).toList();
    return new Transaction(body, new Authorization(accounts, actions));
  }
}
