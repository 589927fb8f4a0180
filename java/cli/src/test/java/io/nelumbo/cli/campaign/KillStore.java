package io.nelumbo.cli.campaign;

import io.nelumbo.node.store.KeyValueStore;
import io.nelumbo.node.store.StoreBatch;

/** A store whose writes can end the process. */
record KillStore(KeyValueStore store, KillSwitch killSwitch) implements KeyValueStore {
  @Override
  public byte[] get(byte[] key) {
    return store.get(key);
  }

  @Override
  public void scan(byte[] prefix, EntryVisitor visitor) {
    store.scan(prefix, visitor);
  }

  @Override
  public void write(StoreBatch batch) {
    killSwitch.reached(KillPoint.STORE_BEFORE_WRITE);
    killSwitch.during(KillPoint.STORE_DURING_WRITE);
    store.write(batch);
    killSwitch.reached(KillPoint.STORE_AFTER_WRITE);
  }

  @Override
  public void verifyChecksums() {
    store.verifyChecksums();
  }

  @Override
  public void close() {
    store.close();
  }
}
