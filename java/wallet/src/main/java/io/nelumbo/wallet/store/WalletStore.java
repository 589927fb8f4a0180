package io.nelumbo.wallet.store;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.note.NoteCommitment;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.wallet.WalletException;
import io.nelumbo.wallet.chain.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the wallet remembers: the tree, its notes, its history and how far it has scanned, in one
 * SQLite file of mode 0600.
 *
 * <p>Nothing in it can spend, but whoever reads it sees everything that the wallet sees. All
 * changes of one batch of blocks are one transaction: a killed wallet continues where the last
 * whole batch ended. For one thread at a time.
 */
public final class WalletStore implements NodeStore, AutoCloseable {
  private static final String LEAVES = "leaves";
  private static final String NETWORK = "network";
  private static final String ADDRESSES = "addresses";

  private final Path file;
  private final Connection connection;

  private WalletStore(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Opens the file, made first if it is missing. */
  public static WalletStore open(Path file) {
    try {
      createPrivate(file);
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try {
        prepare(file, connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
      return new WalletStore(file, connection);
    } catch (IOException | SQLException e) {
      throw new WalletException(
          "the wallet's file " + file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private static void prepare(Path file, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int version;
      boolean empty;
      try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
        version = row.getInt(1);
      }
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
        empty = row.getInt(1) == 0;
      }
      if (!empty && version != Schema.VERSION) {
        throw new WalletException(
            file
                + " has format "
                + version
                + ", this version reads "
                + Schema.VERSION
                + "; move the file away, the next command scans the chain again");
      }
      // First, so that a file whose tables were begun and not finished is finished next time.
      statement.execute("PRAGMA user_version = " + Schema.VERSION);
      for (String sql : Schema.STATEMENTS) {
        statement.execute(sql);
      }
    }
  }

  private static void createPrivate(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new WalletException(file + " is a symbolic link; name the wallet's own folder");
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // Opened, not made: its content and mode stay.
      return;
    }
  }

  /** Runs changes as one transaction: all of them are kept or none. */
  public void atomically(Runnable changes) {
    try {
      connection.setAutoCommit(false);
      try {
        changes.run();
        connection.commit();
      } catch (RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  // ---- Scan position ----

  /** The newest scanned block, if any. */
  public Optional<ScannedBlock> tip() {
    return first(
        "SELECT height, hash, leaves FROM block ORDER BY height DESC LIMIT 1",
        WalletStore::scanned);
  }

  /** A scanned block. */
  public Optional<ScannedBlock> block(long height) {
    return first(
        "SELECT height, hash, leaves FROM block WHERE height = ?", WalletStore::scanned, height);
  }

  /** Remembers a scanned block. */
  public void putBlock(ScannedBlock block) {
    update(
        "INSERT INTO block(height, hash, leaves) VALUES (?, ?, ?)",
        block.height(),
        block.hash().toByteArray(),
        block.leaves());
  }

  private static ScannedBlock scanned(ResultSet row) throws SQLException {
    return new ScannedBlock(row.getLong(1), Bytes32.of(row.getBytes(2)), row.getLong(3));
  }

  /** Forgets everything that a scan can find again. */
  public void clear() {
    atomically(() -> {
      for (String table : List.of("block", "node", "note", "history")) {
        update("DELETE FROM " + table);
      }
      update("DELETE FROM meta WHERE name = ?", LEAVES);
    });
  }

  // ---- Notes ----

  /** Remembers a note of the wallet's. */
  public void putNote(OwnNote note) {
    update(
        "INSERT INTO note(nf, opening, rcm, cm, position, height, internal) VALUES (?, ?, ?, ?, ?,"
            + " ?, ?)",
        note.nf().map(Nullifier::toByteArray).orElse(null),
        note.opening(),
        note.rcm(),
        note.cm().toByteArray(),
        note.position(),
        note.height(),
        note.internal() ? 1 : 0);
  }

  /**
   * Notes that are neither spent nor set aside for a transaction that may still be committed at
   * {@code height}.
   */
  public List<OwnNote> spendable(long height) {
    return list(
        "SELECT nf, opening, rcm, cm, position, height, internal FROM note WHERE spent_height IS"
            + " NULL AND (pending_until IS NULL OR pending_until < ?) ORDER BY position",
        WalletStore::note,
        height);
  }

  /** Unspent notes that are set aside for a transaction on its way. */
  public List<OwnNote> pending(long height) {
    return list(
        "SELECT nf, opening, rcm, cm, position, height, internal FROM note "
            + "WHERE spent_height IS NULL AND pending_until >= ? ORDER BY position",
        WalletStore::note,
        height);
  }

  private static OwnNote note(ResultSet row) throws SQLException {
    return new OwnNote(
        row.getBytes(2),
        row.getBytes(3),
        NoteCommitment.of(row.getBytes(4)),
        Optional.ofNullable(row.getBytes(1)).map(Nullifier::of),
        row.getLong(5),
        row.getLong(6),
        row.getInt(7) != 0);
  }

  /** Sets a note aside until a height has passed. */
  public void setPending(Nullifier nf, long until) {
    update("UPDATE note SET pending_until = ? WHERE nf = ?", until, nf.toByteArray());
  }

  /** Gives a note back that was set aside. */
  public void clearPending(Nullifier nf) {
    update("UPDATE note SET pending_until = NULL WHERE nf = ?", nf.toByteArray());
  }

  /** Marks the note of a nullifier as spent; false when it is not the wallet's. */
  public boolean markSpent(Nullifier nf, long height) {
    return update("UPDATE note SET spent_height = ? WHERE nf = ?", height, nf.toByteArray()) > 0;
  }

  // ---- History ----

  /** Adds a line; a waiting line of the same transaction and kind is replaced. */
  public void putHistory(HistoryEntry entry) {
    update(
        "DELETE FROM history WHERE txid = ? AND kind = ? AND height = 0",
        entry.txid().toByteArray(),
        entry.kind().name());
    update(
        "INSERT INTO history(height, time, txid, kind, asset, amount, party, memo) VALUES (?, ?, ?,"
            + " ?, ?, ?, ?, ?)",
        entry.height(),
        entry.timeMillis(),
        entry.txid().toByteArray(),
        entry.kind().name(),
        entry.asset().toByteArray(),
        entry.amount().units(),
        entry.counterparty().orElse(null),
        entry.memo().orElse(null));
  }

  /** Marks lines of a transaction that waited as committed. */
  public void confirmHistory(TxId txid, long height, long timeMillis) {
    update(
        "UPDATE history SET height = ?, time = ? WHERE txid = ? AND height = 0",
        height,
        timeMillis,
        txid.toByteArray());
  }

  /** Whether the history says that a transaction is this wallet's own shielding. */
  public boolean shieldedIn(TxId txid) {
    return first(
            "SELECT 1 FROM history WHERE txid = ? AND kind = ?",
            row -> true,
            txid.toByteArray(),
            HistoryEntry.Kind.SHIELDED.name())
        .isPresent();
  }

  /** Removes the waiting lines of a transaction that was refused. */
  public void forgetWaiting(TxId txid) {
    update("DELETE FROM history WHERE txid = ? AND height = 0", txid.toByteArray());
  }

  /** All lines, oldest first; waiting ones last. */
  public List<HistoryEntry> history() {
    return list(
        "SELECT height, time, txid, kind, asset, amount, party, memo FROM history "
            + "ORDER BY height = 0, height, id",
        WalletStore::historyEntry);
  }

  private static HistoryEntry historyEntry(ResultSet row) throws SQLException {
    return new HistoryEntry(
        row.getLong(1),
        row.getLong(2),
        TxId.of(row.getBytes(3)),
        HistoryEntry.Kind.valueOf(row.getString(4)),
        new AssetId(FieldElement.of(row.getBytes(5))),
        Amount.of(row.getLong(6)),
        Optional.ofNullable(row.getString(7)),
        Optional.ofNullable(row.getString(8)));
  }

  // ---- Small values ----

  /** The network that this wallet belongs to, once known. */
  public Optional<Network> network() {
    return meta(NETWORK)
        .map(bytes -> {
          try {
            return NetworkCodec.decode(bytes);
          } catch (DecodeException e) {
            throw new WalletException(file + " is damaged: " + e.getMessage(), e);
          }
        });
  }

  /** Binds the wallet to a network. */
  public void setNetwork(Network network) {
    setMeta(NETWORK, NetworkCodec.encode(network));
  }

  /** How many external addresses were handed out. */
  public long addresses() {
    return meta(ADDRESSES).map(WalletStore::number).orElse(0L);
  }

  /** Sets that number. */
  public void setAddresses(long count) {
    setMeta(ADDRESSES, Long.toString(count).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public long leaves() {
    return meta(LEAVES).map(WalletStore::number).orElse(0L);
  }

  @Override
  public void setLeaves(long leaves) {
    setMeta(LEAVES, Long.toString(leaves).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public byte @Nullable [] node(int level, long index) {
    return first(
            "SELECT hash FROM node WHERE level = ? AND idx = ?",
            row -> row.getBytes(1),
            level,
            index)
        .orElse(null);
  }

  @Override
  public void putNode(int level, long index, byte[] hash) {
    update("INSERT OR REPLACE INTO node(level, idx, hash) VALUES (?, ?, ?)", level, index, hash);
  }

  private static long number(byte[] text) {
    return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
  }

  private Optional<byte[]> meta(String name) {
    return first("SELECT value FROM meta WHERE name = ?", row -> row.getBytes(1), name);
  }

  private void setMeta(String name, byte[] value) {
    update("INSERT OR REPLACE INTO meta(name, value) VALUES (?, ?)", name, value);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  // ---- SQL ----

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) {
    List<T> all = list(sql, row, values);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  private <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet result = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (result.next()) {
        all.add(row.read(result));
      }
      return all;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private int update(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private WalletException failure(SQLException e) {
    return new WalletException("the wallet's file " + file + " failed: " + e.getMessage(), e);
  }
}
