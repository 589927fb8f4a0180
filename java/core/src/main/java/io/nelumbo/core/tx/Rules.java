package io.nelumbo.core.tx;

import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.value.Amount;
import java.util.Comparator;
import java.util.List;

/** Rules that several parts of a transaction share. */
final class Rules {
  private Rules() {}

  static void atMost(String field, List<?> items, int max) {
    if (items.size() > max) {
      throw new InvalidValueException(
          field, "count is " + items.size() + ", at most " + max + " are allowed");
    }
  }

  static <T> void strictlyAscending(String field, List<T> items, Comparator<T> order) {
    for (int i = 1; i < items.size(); i++) {
      if (order.compare(items.get(i - 1), items.get(i)) >= 0) {
        throw new InvalidValueException(
            field + "[" + i + "]",
            "is not above the entry before it; entries are strictly ascending");
      }
    }
  }

  static void positive(String field, Amount amount) {
    if (amount.isZero()) {
      throw new InvalidValueException(field, "is zero");
    }
  }
}
