package io.nelumbo.wallet.store;

import java.util.List;

/** The tables of a wallet's file. */
final class Schema {
  /** Written into the file; another one is refused. */
  static final int VERSION = 2;

  static final List<String> STATEMENTS =
      List.of(
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT"
              + " ROWID",
          "CREATE TABLE IF NOT EXISTS node(level INTEGER, idx INTEGER, hash BLOB NOT NULL, PRIMARY"
              + " KEY(level, idx)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS block(height INTEGER PRIMARY KEY, hash BLOB NOT NULL, leaves"
              + " INTEGER NOT NULL)",
          "CREATE TABLE IF NOT EXISTS note(position INTEGER PRIMARY KEY, nf BLOB UNIQUE, opening"
              + " BLOB NOT NULL, rcm BLOB NOT NULL, cm BLOB NOT NULL, height INTEGER NOT NULL,"
              + " internal INTEGER NOT NULL, spent_height INTEGER, pending_until INTEGER)",
          "CREATE TABLE IF NOT EXISTS history(id INTEGER PRIMARY KEY, height INTEGER NOT NULL, time"
              + " INTEGER NOT NULL, txid BLOB NOT NULL, kind TEXT NOT NULL, asset BLOB NOT NULL,"
              + " amount INTEGER NOT NULL, party TEXT, memo TEXT)");

  private Schema() {}
}
