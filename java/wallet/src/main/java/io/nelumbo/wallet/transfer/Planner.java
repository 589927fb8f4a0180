package io.nelumbo.wallet.transfer;

import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.wallet.WalletException;
import io.nelumbo.wallet.chain.AccountState;
import io.nelumbo.wallet.store.OwnNote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides what a transaction consists of (docs/protocol/transactions.md; shape).
 *
 * <p>A private payment is two actions by default: the payload, and one native fee action of arity
 * 1x2. So it looks the same whatever the asset. {@code compact} pays the fee from the payload
 * itself, which shows that the asset is native.
 */
final class Planner {
  private final AssetId nativeAsset;
  private final List<OwnNote> spendable;
  private final Address change;
  private final Amount fee;
  private final long expiryHeight;

  /** A planner over the notes that may be spent under the chosen anchor. */
  Planner(
      AssetId nativeAsset, List<OwnNote> spendable, Address change, Amount fee, long expiryHeight) {
    this.nativeAsset = nativeAsset;
    this.spendable = spendable;
    this.change = change;
    this.fee = fee;
    this.expiryHeight = expiryHeight;
  }

  TransactionPlan send(AssetId asset, Amount amount, Address to, Memo memo, boolean compact) {
    requirePositive(amount);
    Payment payment = new Payment(to, amount, memo, Payment.Role.PAYMENT);
    if (compact) {
      requireNative(
          asset,
          "--compact pays the fee from the payment itself, so the asset must be the native one");
      return plan(List.of(), List.of(), List.of(payload(asset, List.of(payment), fee)));
    }
    ActionPlan payload = payload(asset, List.of(payment), Amount.ZERO);
    return plan(List.of(), List.of(), List.of(payload, feeAction(payload.inputs())));
  }

  TransactionPlan unshield(AssetId asset, Amount amount, AccountKey to) {
    requirePositive(amount);
    List<Credit> credits = List.of(new Credit(to, asset, amount));
    if (asset.equals(nativeAsset)) {
      return plan(List.of(), credits, List.of(payload(asset, List.of(), amount.plus(fee))));
    }
    ActionPlan payload = payload(asset, List.of(), amount);
    return plan(List.of(), credits, List.of(payload, feeAction(payload.inputs())));
  }

  TransactionPlan shield(
      AssetId asset, Amount amount, Address to, AccountKey from, AccountState state) {
    requirePositive(amount);
    Payment payment = new Payment(to, amount, Memo.none(), Payment.Role.PAYMENT);
    ActionPlan payload =
        new ActionPlan(
            CircuitId.TRANSFER_2X2, asset, List.of(), List.of(payment), amount, Amount.ZERO);
    return plan(List.of(debit(from, state, asset, amount, List.of())), List.of(), List.of(payload));
  }

  TransactionPlan transfer(
      AssetId asset, Amount amount, AccountKey to, AccountKey from, AccountState state) {
    requirePositive(amount);
    return plan(
        List.of(debit(from, state, asset, amount, List.of())),
        List.of(new Credit(to, asset, amount)),
        List.of());
  }

  TransactionPlan issue(long assetNonce, Amount amount, AccountKey from, AccountState state) {
    requirePositive(amount);
    Issue issue = new Issue(assetNonce, amount, from);
    return plan(
        List.of(debit(from, state, nativeAsset, Amount.ZERO, List.of(issue))),
        List.of(),
        List.of());
  }

  /**
   * Puts the smallest notes of an asset together, up to as many as the widest circuit takes. The
   * fee comes from a note of its own, or with {@code compact} from the native notes themselves.
   */
  TransactionPlan consolidate(AssetId asset, boolean compact) {
    if (compact) {
      requireNative(
          asset,
          "--compact pays the fee from the notes themselves, so the asset must be the native one");
      return plan(List.of(), List.of(), List.of(together(smallest(asset, List.of()), fee)));
    }
    ActionPlan feeAction = feeAction(List.of());
    List<OwnNote> rest = smallest(asset, feeAction.inputs());
    return plan(List.of(), List.of(), List.of(together(rest, Amount.ZERO), feeAction));
  }

  private List<OwnNote> smallest(AssetId asset, List<OwnNote> taken) {
    List<OwnNote> chosen =
        spendable.stream()
            .filter(note -> note.asset().equals(asset) && !taken.contains(note))
            .sorted(Comparator.comparing(OwnNote::value))
            .limit(CircuitId.TRANSFER_4X2.inputs())
            .toList();
    if (chosen.size() < 2) {
      throw new WalletException(
          "there is nothing to put together: "
              + chosen.size()
              + " spendable notes of this asset"
              + (taken.isEmpty() ? "" : " beside the one that pays the fee"));
    }
    return chosen;
  }

  private ActionPlan together(List<OwnNote> notes, Amount vOut) {
    Amount sum = sum(notes);
    if (sum.compareTo(vOut) <= 0) {
      throw new WalletException(
          "the notes hold " + sum + " together, which does not exceed the fee of " + vOut);
    }
    return new ActionPlan(
        CircuitId.TRANSFER_4X2,
        notes.getFirst().asset(),
        notes,
        List.of(change(sum.minus(vOut))),
        Amount.ZERO,
        vOut);
  }

  private AccountEntry debit(
      AccountKey from, AccountState state, AssetId asset, Amount amount, List<Issue> issues) {
    Map<AssetId, Amount> needs = new TreeMap<>();
    needs.merge(asset, amount, Amount::plus);
    needs.merge(nativeAsset, fee, Amount::plus);
    List<Debit> debits = new ArrayList<>();
    needs.forEach((needed, value) -> {
      if (state.balance(needed).compareTo(value) < 0) {
        throw new WalletException(
            "the transparent account holds "
                + state.balance(needed)
                + " of asset "
                + needed
                + " but "
                + value
                + " are needed"
                + (needed.equals(nativeAsset) ? " (fee included)" : ""));
      }
      if (!value.isZero()) {
        debits.add(new Debit(needed, value));
      }
    });
    debits.sort(Comparator.comparing(Debit::asset));
    return new AccountEntry(from, state.nextNonce(), debits, issues);
  }

  private ActionPlan payload(AssetId asset, List<Payment> payments, Amount vOut) {
    Amount target = vOut;
    for (Payment payment : payments) {
      target = target.plus(payment.value());
    }
    List<OwnNote> notes = spendable.stream().filter(note -> note.asset().equals(asset)).toList();
    List<OwnNote> chosen = NoteSelection.atMostTwo(notes, target, "this");
    List<Payment> outputs = new ArrayList<>(payments);
    Amount rest = sum(chosen).minus(target);
    if (!rest.isZero()) {
      outputs.add(change(rest));
    }
    return new ActionPlan(CircuitId.TRANSFER_2X2, asset, chosen, outputs, Amount.ZERO, vOut);
  }

  private ActionPlan feeAction(List<OwnNote> taken) {
    List<OwnNote> free =
        spendable.stream()
            .filter(note -> note.asset().equals(nativeAsset) && !taken.contains(note))
            .toList();
    Optional<OwnNote> note = NoteSelection.one(free, fee);
    if (note.isEmpty()) {
      throw new WalletException(
          "the fee of "
              + fee
              + " needs a native note of its own; shield some of the native asset first"
              + " (with a native asset --compact needs none, but shows that the asset is native)");
    }
    Amount rest = note.get().value().minus(fee);
    List<Payment> outputs = rest.isZero() ? List.of() : List.of(change(rest));
    return new ActionPlan(
        CircuitId.TRANSFER_1X2, nativeAsset, List.of(note.get()), outputs, Amount.ZERO, fee);
  }

  private Payment change(Amount rest) {
    return new Payment(change, rest, Memo.none(), Payment.Role.CHANGE);
  }

  private TransactionPlan plan(
      List<AccountEntry> accounts, List<Credit> credits, List<ActionPlan> actions) {
    return new TransactionPlan(fee, expiryHeight, accounts, credits, actions);
  }

  private void requireNative(AssetId asset, String otherwise) {
    if (!asset.equals(nativeAsset)) {
      throw new WalletException(otherwise);
    }
  }

  private static void requirePositive(Amount amount) {
    if (amount.isZero()) {
      throw new WalletException("the amount is 0; give at least 1");
    }
  }

  private static Amount sum(List<OwnNote> notes) {
    Amount all = Amount.ZERO;
    for (OwnNote note : notes) {
      all = all.plus(note.value());
    }
    return all;
  }
}
