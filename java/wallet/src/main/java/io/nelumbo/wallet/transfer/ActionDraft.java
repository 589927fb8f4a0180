package io.nelumbo.wallet.transfer;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tree.TreeShape;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.engine.KeyDerivation;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.NoteCommitments;
import io.nelumbo.engine.NoteCrypto;
import io.nelumbo.engine.NoteScope;
import io.nelumbo.engine.RandomizedKey;
import io.nelumbo.engine.RedJubjub;
import io.nelumbo.engine.SystemRandom;
import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.key.AccountKeys;
import io.nelumbo.wallet.scan.NoteTree;
import io.nelumbo.wallet.store.OwnNote;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One action with everything computed but the proof and the signature: filled up with dummies,
 * outputs sealed and shuffled, key randomised.
 *
 * <p>It holds viewing secrets and alpha; {@link #close} wipes what can be wiped.
 */
final class ActionDraft implements AutoCloseable {
  private static final byte[] MAGIC = "NLBASGN1".getBytes(StandardCharsets.US_ASCII);
  private static final int PATH_BYTES = TreeShape.LEVELS * (TreeShape.ARITY - 1) * 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ActionPlan plan;
  private final Network network;
  private final AccountKeys keys;
  private final boolean throwAway;
  private final byte[] alpha;
  private final RandomizedKey rk;
  private final List<Input> inputs;
  private final List<Output> outputs;

  private record Input(byte[] opening, byte[] rcm, Nullifier nf, long position, byte[] path) {
    void wipe() {
      Arrays.fill(opening, (byte) 0);
      Arrays.fill(rcm, (byte) 0);
    }

    @Override
    public String toString() {
      return "Input[position " + position + "]";
    }
  }

  private record Output(Payment payment, byte[] opening, byte[] rcm, NoteOutput sealed) {
    void wipe() {
      Arrays.fill(opening, (byte) 0);
      Arrays.fill(rcm, (byte) 0);
    }

    @Override
    public String toString() {
      return "Output[" + payment.role() + "]";
    }
  }

  private ActionDraft(
      ActionPlan plan,
      Network network,
      AccountKeys keys,
      List<Input> inputs,
      List<Output> outputs) {
    this.plan = plan;
    this.network = network;
    this.keys = keys;
    this.throwAway = plan.inputs().isEmpty();
    this.inputs = inputs;
    this.outputs = outputs;
    this.alpha = RedJubjub.alpha();
    this.rk = RedJubjub.randomize(keys.viewing(KeyPart.AK), alpha);
  }

  /**
   * Computes an action.
   *
   * @param owner keys of the account; an action that spends only dummies gets throw-away keys
   *     instead
   * @param treeSize number of leaves under the anchor
   */
  static ActionDraft of(
      ActionPlan plan, AccountKeys owner, NoteTree tree, long treeSize, Network network) {
    AccountKeys keys = plan.inputs().isEmpty() ? AccountKeys.throwAway() : owner;
    List<Input> inputs = new ArrayList<>();
    for (OwnNote note : plan.inputs()) {
      inputs.add(
          new Input(
              note.opening(),
              note.rcm(),
              note.nf()
                  .orElseThrow(() ->
                      new IllegalStateException("a note without a nullifier cannot be spent")),
              note.position(),
              tree.path(note.position(), treeSize)));
    }
    while (inputs.size() < plan.circuit().inputs()) {
      inputs.add(dummyInput(plan.asset(), keys, network));
    }
    List<Payment> payments = new ArrayList<>(plan.outputs());
    while (payments.size() < plan.circuit().outputs()) {
      payments.add(dummyPayment());
    }
    Collections.shuffle(inputs, RANDOM);
    Collections.shuffle(payments, RANDOM);
    List<Output> outputs =
        payments.stream().map(p -> seal(p, plan.asset(), owner, network)).toList();
    return new ActionDraft(plan, network, keys, inputs, outputs);
  }

  private static Input dummyInput(AssetId asset, AccountKeys keys, Network network) {
    long index = ByteBuffer.wrap(SystemRandom.bytes(8)).getLong();
    byte[] opening = opening(asset, Amount.ZERO, keys.address(index));
    NoteCommitments commitment = NoteCrypto.commit(opening, network.pool());
    long position = ByteBuffer.wrap(SystemRandom.bytes(4)).getInt() & 0xffff_ffffL;
    byte[] nk = keys.viewing(KeyPart.NK);
    byte[] nf =
        NoteCrypto.nullify(
            nk, new long[] {position}, commitment.cm(), commitment.rcm(), network.pool());
    Arrays.fill(nk, (byte) 0);
    return new Input(opening, commitment.rcm(), Nullifier.of(nf), position, new byte[PATH_BYTES]);
  }

  private static Payment dummyPayment() {
    try {
      Address nobody = Address.parse(KeyDerivation.randomAddress());
      return new Payment(nobody, Amount.ZERO, Memo.none(), Payment.Role.DUMMY);
    } catch (DecodeException e) {
      throw new AssertionError("the engine makes canonical addresses", e);
    }
  }

  private static Output seal(Payment payment, AssetId asset, AccountKeys owner, Network network) {
    byte[] opening = opening(asset, payment.value(), payment.to());
    NoteCommitments commitment = NoteCrypto.commit(opening, network.pool());
    NoteOutput sealed = encrypt(payment, opening, owner, network);
    if (!Arrays.equals(commitment.cm(), sealed.cm().toByteArray())) {
      throw new AssertionError("sealing and committing disagree on the note commitment");
    }
    return new Output(payment, opening, commitment.rcm(), sealed);
  }

  private static NoteOutput encrypt(
      Payment payment, byte[] opening, AccountKeys owner, Network network) {
    NoteScope scope = new NoteScope(network.chain(), network.pool());
    byte[] ovk =
        switch (payment.role()) {
          case PAYMENT -> owner.viewing(KeyPart.OVK);
          case CHANGE -> owner.viewing(KeyPart.INTERNAL_OVK);
          case DUMMY -> SystemRandom.bytes(32);
        };
    try {
      return NoteOutput.parse(
          NoteCrypto.encrypt(
              opening, payment.memo().toByteArray(), payment.to().pkD().toByteArray(), ovk, scope));
    } catch (DecodeException e) {
      throw new AssertionError("the engine seals canonical outputs", e);
    } finally {
      Arrays.fill(ovk, (byte) 0);
    }
  }

  /** An opening with a fresh rseed; written in place, so that no copy of it stays behind. */
  private static byte[] opening(AssetId asset, Amount value, Address to) {
    byte[] rseed = SystemRandom.bytes(32);
    ByteBuffer out = ByteBuffer.allocate(NoteCrypto.NOTE_LENGTH);
    out.put(asset.toByteArray()).putLong(value.units());
    out.put(to.d().toByteArray()).put(to.o().toByteArray()).put(rseed);
    Arrays.fill(rseed, (byte) 0);
    return out.array();
  }

  CircuitId circuit() {
    return plan.circuit();
  }

  /** The action as the body carries it. */
  Action action() {
    boolean crossing = !plan.vIn().isZero() || !plan.vOut().isZero();
    return new Action(
        plan.circuit(),
        inputs.stream().map(Input::nf).toList(),
        rk.rk(),
        plan.vIn(),
        plan.vOut(),
        crossing ? Optional.of(plan.asset()) : Optional.empty(),
        outputs.stream().map(Output::sealed).toList());
  }

  /** The assignment (docs/protocol/transfer.md 5); the caller wipes it. */
  byte[] assignment(Anchor anchor, FieldElement context) {
    int length = 8 + 8 + 7 * 32 + 16 + inputs.size() * (64 + PATH_BYTES) + outputs.size() * 72;
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(plan.circuit().id()).putInt(network.pool());
    out.put(anchor.toByteArray()).put(context.toByteArray());
    byte[] nk = keys.viewing(KeyPart.NK);
    out.put(keys.viewing(KeyPart.AK_X)).put(keys.viewing(KeyPart.AK_Y)).put(nk);
    Arrays.fill(nk, (byte) 0);
    out.put(alpha).put(plan.asset().toByteArray());
    out.putLong(plan.vIn().units()).putLong(plan.vOut().units());
    for (Input input : inputs) {
      out.putLong(valueOf(input.opening())).put(input.opening(), 40, 16).put(input.rcm());
      out.putLong(input.position()).put(input.path());
    }
    for (Output output : outputs) {
      out.putLong(valueOf(output.opening())).put(output.opening(), 56, 32).put(output.rcm());
    }
    return out.array();
  }

  /** The public inputs (docs/protocol/transfer.md 1), 32 bytes each. */
  byte[] publicInputs(Anchor anchor, FieldElement context) {
    Action action = action();
    ByteBuffer out =
        ByteBuffer.allocate(32 * plan.circuit().publicInputs()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(anchor.toByteArray());
    action.nullifiers().forEach(nf -> out.put(nf.toByteArray()));
    action.outputs().forEach(output -> out.put(output.cm().toByteArray()));
    out.put(rk.x().toByteArray()).put(rk.y().toByteArray());
    for (Amount value : List.of(plan.vIn(), plan.vOut())) {
      out.putLong(value.units()).put(new byte[24]);
    }
    return out.put(action.assetPubElement().toByteArray()).put(context.toByteArray()).array();
  }

  /**
   * Checks an action that is about to be signed against what was planned: key, values, asset, and
   * every commitment and ciphertext, made again from its opening (docs/protocol/keys.md; a prover
   * is trusted with nothing but its 192 bytes).
   */
  void requireSame(Action action, AccountKeys owner) {
    boolean same =
        RedJubjub.randomize(keys.viewing(KeyPart.AK), alpha).equals(rk) && action.equals(action());
    for (int i = 0; same && i < outputs.size(); i++) {
      same = sameOutput(outputs.get(i), action.outputs().get(i), owner);
    }
    if (!same) {
      throw new IllegalStateException("the action to be signed is not the one that was planned");
    }
  }

  private boolean sameOutput(Output planned, NoteOutput signed, AccountKeys owner) {
    NoteOutput again = encrypt(planned.payment(), planned.opening(), owner, network);
    boolean recoverable = planned.payment().role() != Payment.Role.DUMMY;
    return again.cm().equals(signed.cm())
        && again.epk().equals(signed.epk())
        && again.cEnc().equals(signed.cEnc())
        && (!recoverable || again.cOut().equals(signed.cOut()));
  }

  /** The RedJubjub signature under rk. */
  byte[] sign(byte[] sighash) {
    return keys.signSpend(alpha, sighash);
  }

  @Override
  public void close() {
    Arrays.fill(alpha, (byte) 0);
    inputs.forEach(Input::wipe);
    outputs.forEach(Output::wipe);
    if (throwAway) {
      keys.close();
    }
  }

  private static long valueOf(byte[] opening) {
    return ByteBuffer.wrap(opening).getLong(32);
  }
}
