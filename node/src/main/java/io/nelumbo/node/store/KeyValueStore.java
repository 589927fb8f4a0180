package io.nelumbo.node.store;

import org.jspecify.annotations.Nullable;

/**
 * An ordered map from byte strings to byte strings that survives the end of the process.
 *
 * <p>Keys compare as unsigned bytes. Reads may run on any thread and see each batch wholly or not
 * at all, key by key; one thread writes at a time. Callers own the arrays that they pass and
 * receive. Every method throws {@link StoreException} when the medium fails and after {@link
 * #close}.
 */
public interface KeyValueStore extends AutoCloseable {

  /** Returns the value of {@code key}, or null when there is none. */
  byte @Nullable [] get(byte[] key);

  /** Visits the entries whose keys begin with {@code prefix}, in ascending order of keys. */
  void scan(byte[] prefix, EntryVisitor visitor);

  /** Writes all changes of {@code batch} or none, and returns when they are on the medium. */
  void write(StoreBatch batch);

  /**
   * Reads everything on the medium and compares it with its checksums.
   *
   * @throws StoreException that says where they differ
   */
  void verifyChecksums();

  /** Waits for running calls and releases the medium; closing twice is a no-op. */
  @Override
  void close();

  /** Receives entries of a scan. */
  @FunctionalInterface
  interface EntryVisitor {
    /** Looks at one entry and returns whether the scan goes on. */
    boolean visit(byte[] key, byte[] value);
  }
}
