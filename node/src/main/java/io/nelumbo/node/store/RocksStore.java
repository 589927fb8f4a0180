package io.nelumbo.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Logger;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A store on disk, kept by RocksDB.
 *
 * <p>Every batch goes through the write-ahead log and is synced before {@link #write} returns, so
 * that a process or machine that dies leaves whole batches only. A native handle that is used after
 * its release would end the process; {@link #close} therefore waits for running calls.
 */
public final class RocksStore implements KeyValueStore {
  private static final long CACHE_BYTES = 64L << 20;
  private static final int OPEN_FILES = 512;
  private static final double BLOOM_BITS = 10;
  private static final String CORRUPT = "it is corrupt";

  private final Path folder;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private final LRUCache cache;
  private final BloomFilter filter;
  private final Options options;

  /** Takes the place of the log file that RocksDB would begin in the folder. */
  private final @Nullable Logger silence;

  private final WriteOptions synced;
  private final RocksDB database;
  private boolean closed;

  /** How a store is opened. */
  private enum Mode {
    /** Every batch is on the medium before its write returns. */
    DURABLE,
    /** Nothing is written, not even a repair. */
    READ_ONLY,
    /** Batches are lost with the machine, or with the process; for results of a computation. */
    SCRATCH
  }

  private RocksStore(Path folder, Mode mode) throws RocksDBException {
    this.folder = folder;
    cache = new LRUCache(CACHE_BYTES);
    filter = new BloomFilter(BLOOM_BITS, false);
    options =
        new Options()
            .setCreateIfMissing(mode != Mode.READ_ONLY)
            .setParanoidChecks(true)
            // A batch that was being written is dropped. Anything else that is wrong in the log is
            // damage; the default would drop the rest of the log, which was acknowledged.
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
            .setMaxOpenFiles(OPEN_FILES)
            .setKeepLogFileNum(4)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    silence = mode == Mode.READ_ONLY ? silence() : null;
    if (silence != null) {
      options.setLogger(silence);
    }
    synced = new WriteOptions().setSync(mode == Mode.DURABLE).setDisableWAL(mode == Mode.SCRATCH);
    try {
      database =
          mode == Mode.READ_ONLY
              ? RocksDB.openReadOnly(options, folder.toString())
              : RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      releaseSettings();
      throw e;
    }
  }

  private static Logger silence() {
    return new Logger(InfoLogLevel.FATAL_LEVEL) {
      @Override
      protected void log(InfoLogLevel level, String message) {}
    };
  }

  /**
   * Opens the store in {@code folder}, making both where they are missing.
   *
   * @throws StoreException when another process holds it, when it is corrupt or of another format,
   *     or when the folder cannot be written
   */
  public static RocksStore open(Path folder) {
    return open(folder, Mode.DURABLE);
  }

  /** Opens the store in {@code folder} as {@link #open}, but leaves its files as they are. */
  public static RocksStore openReadOnly(Path folder) {
    return open(folder, Mode.READ_ONLY);
  }

  /** Makes a store in {@code folder} that is faster and does not survive its process. */
  public static RocksStore openScratch(Path folder) {
    return open(folder, Mode.SCRATCH);
  }

  private static RocksStore open(Path folder, Mode mode) {
    RocksDB.loadLibrary();
    RocksStore store;
    try {
      if (mode != Mode.READ_ONLY) {
        Files.createDirectories(folder);
      }
      store = new RocksStore(folder, mode);
    } catch (IOException e) {
      throw new StoreException(
          "cannot make the data folder " + folder + ": " + e.getMessage() + "; check its rights",
          e);
    } catch (RocksDBException e) {
      throw failure(folder, "open", e);
    }
    try {
      StoreFormat.check(store, folder.toString());
    } catch (StoreException e) {
      store.close();
      throw e;
    }
    return store;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    use.readLock().lock();
    try {
      checkOpen();
      return database.get(key);
    } catch (RocksDBException e) {
      throw failure(folder, "read", e);
    } finally {
      use.readLock().unlock();
    }
  }

  @Override
  public void scan(byte[] prefix, EntryVisitor visitor) {
    use.readLock().lock();
    try {
      checkOpen();
      scanOpen(prefix, visitor);
    } catch (RocksDBException e) {
      throw failure(folder, "read", e);
    } finally {
      use.readLock().unlock();
    }
  }

  private void scanOpen(byte[] prefix, EntryVisitor visitor) throws RocksDBException {
    try (ReadOptions reading = new ReadOptions().setVerifyChecksums(true);
        RocksIterator iterator = database.newIterator(reading)) {
      iterator.seek(prefix);
      while (iterator.isValid()
          && Prefixes.startsWith(iterator.key(), prefix)
          && visitor.visit(iterator.key(), iterator.value())) {
        iterator.next();
      }
      iterator.status();
    }
  }

  @Override
  public void write(StoreBatch batch) {
    use.readLock().lock();
    try (WriteBatch changes = new WriteBatch()) {
      checkOpen();
      fill(changes, batch);
      database.write(synced, changes);
    } catch (RocksDBException e) {
      throw failure(folder, "write", e);
    } finally {
      use.readLock().unlock();
    }
  }

  @Override
  public void verifyChecksums() {
    use.readLock().lock();
    try {
      checkOpen();
      database.verifyChecksum();
    } catch (RocksDBException e) {
      throw failure(folder, "read", e);
    } finally {
      use.readLock().unlock();
    }
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        database.close();
        releaseSettings();
      }
    } finally {
      use.writeLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException("the store at " + folder + " is closed", null);
    }
  }

  private void releaseSettings() {
    synced.close();
    options.close();
    filter.close();
    cache.close();
    if (silence != null) {
      silence.close();
    }
  }

  private static void fill(WriteBatch changes, StoreBatch batch) throws RocksDBException {
    RocksDBException[] failed = new RocksDBException[1];
    batch.forEach((key, value) -> {
      try {
        if (value == null) {
          changes.delete(key);
        } else {
          changes.put(key, value);
        }
      } catch (RocksDBException e) {
        failed[0] = e;
      }
    });
    if (failed[0] != null) {
      throw failed[0];
    }
  }

  /** Turns a failure of RocksDB into one that names the folder and the remedy. */
  static StoreException failure(Path folder, String action, RocksDBException cause) {
    Status status = cause.getStatus();
    String said = cause.getMessage() == null ? "" : cause.getMessage();
    String remedy;
    if (said.contains("space")
        || (status != null && status.getSubCode() == Status.SubCode.NoSpace)) {
      remedy = "the disk is full: free some space and start again; nothing was half-written";
    } else if (said.contains("lock")) {
      remedy = "another process uses it: stop that one, or choose another data folder";
    } else if (status != null && status.getCode() == Status.Code.Corruption) {
      remedy = CORRUPT + ": restore a copy, or empty the data folder and sync again";
    } else {
      remedy = "check the disk and the rights of the folder";
    }
    String message = "cannot " + action + " the store at " + folder + " (" + said + "): " + remedy;
    return remedy.startsWith(CORRUPT)
        ? StoreException.damage(message, cause)
        : new StoreException(message, cause);
  }
}
