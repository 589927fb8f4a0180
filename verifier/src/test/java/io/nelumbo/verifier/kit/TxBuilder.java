package io.nelumbo.verifier.kit;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Authorization;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.Signature64;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.PublicInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a transaction together and authorises it for {@link StandInChecks}. */
public final class TxBuilder {
  private final NetworkParameters parameters;
  private final TreeMap<AccountKey, AccountEntry> accounts = new TreeMap<>();
  private final TreeMap<AccountKey, TestAccount> signers = new TreeMap<>();
  private final List<Credit> credits = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();

  /** Fields of the body that tests change. */
  public int chain;

  /** The expiry height. */
  public long expiry = 100;

  /** The fee. */
  public Amount fee = TestNetwork.FEE;

  /** The pool. */
  public int pool;

  /** The anchor of the actions. */
  public Anchor anchor = Anchor.NONE;

  /** A transaction without entries. */
  public TxBuilder(NetworkParameters parameters) {
    this.parameters = parameters;
    chain = parameters.chain();
    pool = parameters.pool();
  }

  /** A native payment between accounts that also pays the fee. */
  public static TxBuilder payment(
      NetworkParameters parameters, TestAccount from, long nonce, AccountKey to, long amount) {
    return new TxBuilder(parameters)
        .debit(from, nonce, parameters.nativeAsset(), amount + TestNetwork.FEE.units())
        .credit(to, parameters.nativeAsset(), amount);
  }

  /** A deposit into the pool by an account that also pays the fee; the action spends dummies. */
  public static TxBuilder deposit(
      NetworkParameters parameters, TestAccount from, long nonce, long amount, Arb arb) {
    return new TxBuilder(parameters)
        .debit(from, nonce, parameters.nativeAsset(), amount + TestNetwork.FEE.units())
        .action(arb, CircuitId.TRANSFER_2X2, amount, 0, Optional.of(parameters.nativeAsset()));
  }

  /** Adds a debit. */
  public TxBuilder debit(TestAccount from, long nonce, AssetId asset, long amount) {
    return entry(from, nonce, List.of(new Debit(asset, Amount.of(amount))), List.of());
  }

  /** Adds a whole account entry. */
  public TxBuilder entry(TestAccount from, long nonce, List<Debit> debits, List<Issue> issues) {
    accounts.put(from.key(), new AccountEntry(from.key(), nonce, debits, issues));
    signers.put(from.key(), from);
    return this;
  }

  /** Adds a credit. */
  public TxBuilder credit(AccountKey to, AssetId asset, long amount) {
    credits.add(new Credit(to, asset, Amount.of(amount)));
    return this;
  }

  /** Adds an action with random nullifiers, key and outputs. */
  public TxBuilder action(Arb arb, CircuitId circuit, long in, long out, Optional<AssetId> asset) {
    List<Nullifier> nullifiers = arb.exactly(circuit.inputs(), arb::nullifier);
    return action(arb, circuit, nullifiers, arb.bytes32(), in, out, asset);
  }

  /** Adds an action with random outputs. */
  public TxBuilder action(
      Arb arb,
      CircuitId circuit,
      List<Nullifier> nullifiers,
      Bytes32 rk,
      long in,
      long out,
      Optional<AssetId> asset) {
    actions.add(
        new Action(
            circuit,
            nullifiers,
            rk,
            Amount.of(in),
            Amount.of(out),
            asset,
            arb.exactly(circuit.outputs(), arb::noteOutput)));
    return this;
  }

  /** Sets the anchor. */
  public TxBuilder anchor(Anchor root) {
    anchor = root;
    return this;
  }

  /** The body. */
  public TransactionBody body() {
    return new TransactionBody(
        TransactionBody.VERSION,
        chain,
        expiry,
        fee,
        pool,
        anchor,
        List.copyOf(accounts.values()),
        credits,
        actions);
  }

  /** The authorised transaction. */
  public Transaction build() {
    return authorise(body());
  }

  /** Authorises any body whose accounts this builder knows. */
  public Transaction authorise(TransactionBody body) {
    Bytes32 sighash = body.sighash(parameters.genesisHash());
    List<Signature64> signatures =
        body.accounts().stream().map(entry -> signers.get(entry.key()).sign(sighash)).toList();
    List<ActionAuthorization> authorizations = new ArrayList<>();
    for (Action action : body.actions()) {
      byte[] rk = action.rk().toByteArray();
      byte[] inputs = PublicInputs.of(body, body.context(), action, StandInChecks.coordinates(rk));
      authorizations.add(
          new ActionAuthorization(
              Proof.of(StandInChecks.prove(action.circuit(), inputs)),
              Signature64.of(StandInChecks.sign(rk, sighash.toByteArray()))));
    }
    return new Transaction(body, new Authorization(signatures, authorizations));
  }
}
