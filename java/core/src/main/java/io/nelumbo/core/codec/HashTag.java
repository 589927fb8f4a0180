package io.nelumbo.core.codec;

import java.nio.charset.StandardCharsets;

/**
 * The BLAKE2b personalisations of docs/protocol/hashes.md 5 that hash public data in Java; those of
 * keys and notes are native.
 */
public enum HashTag {
  /** Transaction body to txid. */
  TX_ID("Nelumbo_TxId____"),
  /** Whole transaction to wtxid. */
  WTX_ID("Nelumbo_WtxId___"),
  /** txid to the context of the statement. */
  CONTEXT("Nelumbo_Context_"),
  /** Chain, genesis hash and txid to what the keys sign. */
  SIG_HASH("Nelumbo_SigHash_"),
  /** Chain, issuer key and asset nonce to an asset id. */
  ASSET_ID("Nelumbo_AssetId_"),
  /** Genesis bytes to the genesis hash. */
  GENESIS("Nelumbo_Genesis_"),
  /** Block header to the block hash. */
  BLOCK("Nelumbo_Block___"),
  /** Count and wtxids to the transaction root. */
  TX_ROOT("Nelumbo_TxRoot__"),
  /** State key and value hash to a leaf of the state tree. */
  STATE_LEAF("Nelumbo_Leaf____"),
  /** Value of the state tree. */
  STATE_VALUE("Nelumbo_Value___"),
  /** Two children of the state tree to their parent. */
  STATE_BRANCH("Nelumbo_Branch__"),
  /** Space and key bytes to a key of the state tree. */
  STATE_KEY("Nelumbo_StateKey");

  private final byte[] personalisation;

  HashTag(String text) {
    personalisation = text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The 16 bytes. */
  public byte[] personalisation() {
    return personalisation.clone();
  }
}
