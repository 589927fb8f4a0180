package io.nelumbo.wallet.transfer;

import io.nelumbo.core.value.Amount;
import io.nelumbo.wallet.WalletException;
import io.nelumbo.wallet.store.OwnNote;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses notes: the smallest one that suffices, else the pair with the smallest sum that does. */
final class NoteSelection {
  private NoteSelection() {}

  /** One or two notes of {@code notes} whose sum is at least {@code target}. */
  static List<OwnNote> atMostTwo(List<OwnNote> notes, Amount target, String what) {
    Optional<OwnNote> single = one(notes, target);
    return single.isPresent() ? List.of(single.get()) : pair(notes, target, what);
  }

  /** The smallest note that is at least {@code target}. */
  static Optional<OwnNote> one(List<OwnNote> notes, Amount target) {
    return notes.stream()
        .filter(note -> note.value().compareTo(target) >= 0)
        .min(Comparator.comparing(OwnNote::value));
  }

  private static List<OwnNote> pair(List<OwnNote> notes, Amount target, String what) {
    List<OwnNote> sorted = notes.stream().sorted(Comparator.comparing(OwnNote::value)).toList();
    int low = 0;
    int high = sorted.size() - 1;
    Optional<List<OwnNote>> best = Optional.empty();
    BigInteger bestSum = BigInteger.ZERO;
    while (low < high) {
      BigInteger sum =
          sorted.get(low).value().toBigInteger().add(sorted.get(high).value().toBigInteger());
      if (sum.compareTo(target.toBigInteger()) < 0) {
        low++;
        continue;
      }
      if (best.isEmpty() || sum.compareTo(bestSum) < 0) {
        best = Optional.of(List.of(sorted.get(low), sorted.get(high)));
        bestSum = sum;
      }
      high--;
    }
    return best.orElseThrow(() -> tooLittle(sorted, target, what));
  }

  private static WalletException tooLittle(List<OwnNote> sorted, Amount target, String what) {
    BigInteger all =
        sorted.stream().map(n -> n.value().toBigInteger()).reduce(BigInteger.ZERO, BigInteger::add);
    if (all.compareTo(target.toBigInteger()) < 0) {
      return new WalletException(
          what
              + " needs "
              + target
              + " but the spendable private balance is "
              + all
              + "; notes on their way are not counted, wait for the next block or shield more");
    }
    return new WalletException(
        what
            + " needs "
            + target
            + ", which is spread over more than two notes; put them together first with: nelumbo"
            + " wallet consolidate");
  }
}
