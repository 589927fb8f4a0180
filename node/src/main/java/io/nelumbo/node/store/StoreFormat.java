package io.nelumbo.node.store;

import java.util.Arrays;

/** The version key that every store carries, so that an old program refuses a newer layout. */
final class StoreFormat {
  /** The layout of keys and values that this program writes. */
  static final int VERSION = 1;

  private static final byte[] KEY = {0};

  private StoreFormat() {}

  /** Stamps an empty store, and refuses a store of another version. */
  static void check(KeyValueStore store, String name) {
    byte[] found = store.get(KEY);
    byte[] expected = {'n', 'l', 'b', VERSION};
    if (found == null) {
      refuseForeign(store, name);
      StoreBatch batch = new StoreBatch();
      batch.put(KEY, expected);
      store.write(batch);
    } else if (!Arrays.equals(found, expected)) {
      throw new StoreException(
          "the store at "
              + name
              + " has another format than this program writes (version "
              + VERSION
              + "); use the program that made it, or start with an empty data folder",
          null);
    }
  }

  private static void refuseForeign(KeyValueStore store, String name) {
    store.scan(
        new byte[0],
        (key, value) -> {
          throw new StoreException(
              "the store at " + name + " was not made by this program; choose another data folder",
              null);
        });
  }
}
