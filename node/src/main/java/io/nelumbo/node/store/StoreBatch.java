package io.nelumbo.node.store;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes that a store applies together. A later change of the same key replaces the earlier one.
 * Used by one thread.
 */
public final class StoreBatch {
  private static final byte[] DELETED = new byte[0];

  // An empty value is never stored, so that a deletion needs no wrapper of its own.
  private final TreeMap<byte[], byte[]> changes = new TreeMap<>(Arrays::compareUnsigned);

  /** Sets {@code key} to {@code value}, which is not empty. */
  public void put(byte[] key, byte[] value) {
    if (value.length == 0) {
      throw new IllegalArgumentException("an empty value cannot be stored");
    }
    changes.put(key.clone(), value.clone());
  }

  /** Removes {@code key}; absent keys are no error. */
  public void delete(byte[] key) {
    changes.put(key.clone(), DELETED);
  }

  /** Applies every change of {@code other} after the ones of this batch. */
  public void addAll(StoreBatch other) {
    changes.putAll(other.changes);
  }

  /** Returns the number of keys that change. */
  public int size() {
    return changes.size();
  }

  /** Passes each key with its new value, or null for a deletion, in ascending order of keys. */
  void forEach(BiConsumer<byte[], byte @Nullable []> consumer) {
    changes.forEach((key, value) -> {
      if (value.length == 0) {
        consumer.accept(key, null);
      } else {
        consumer.accept(key, value);
      }
    });
  }
}
