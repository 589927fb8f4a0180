package io.nelumbo.node.store;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A store that lives in memory, for tests and simulations. Batches are atomic for each key. */
public final class MemoryStore implements KeyValueStore {
  private final ConcurrentSkipListMap<byte[], byte[]> entries =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private volatile boolean closed;

  /** Makes an empty store. */
  public MemoryStore() {
    StoreFormat.check(this, "memory");
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    checkOpen();
    byte[] value = entries.get(key);
    return value == null ? null : value.clone();
  }

  @Override
  public void scan(byte[] prefix, EntryVisitor visitor) {
    checkOpen();
    for (Map.Entry<byte[], byte[]> entry : entries.tailMap(prefix.clone()).entrySet()) {
      byte[] key = entry.getKey();
      if (!Prefixes.startsWith(key, prefix)
          || !visitor.visit(key.clone(), entry.getValue().clone())) {
        return;
      }
    }
  }

  @Override
  public synchronized void write(StoreBatch batch) {
    checkOpen();
    batch.forEach((key, value) -> {
      if (value == null) {
        entries.remove(key);
      } else {
        entries.put(key, value);
      }
    });
  }

  @Override
  public void verifyChecksums() {
    checkOpen();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException("the store in memory is closed", null);
    }
  }
}
