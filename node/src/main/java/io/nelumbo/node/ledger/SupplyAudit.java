package io.nelumbo.node.ledger;

import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.verifier.AssetInfo;
import io.nelumbo.verifier.LedgerView;
import io.nelumbo.verifier.StateKey;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks docs/protocol/chain.md 7: for each asset, what the pools and the transparent balances hold
 * together is what was issued. Sums are kept across blocks and rebuilt from every entry at start.
 */
final class SupplyAudit {
  private static final int ASSET_BYTES = 32;

  private final Map<AssetId, Row> rows = new ConcurrentHashMap<>();

  /** What is held and issued of one asset. */
  record Row(BigInteger held, BigInteger issued) {
    static final Row NONE = new Row(BigInteger.ZERO, BigInteger.ZERO);
  }

  /** Counts one stored entry; for the rebuilding at start. */
  void count(StateKey key, byte[] value) {
    AssetId asset = assetOf(key);
    if (asset != null) {
      rows.merge(asset, change(key, null, value), SupplyAudit::plus);
    }
  }

  /** Checks every asset. */
  void check() {
    rows.forEach(SupplyAudit::check);
  }

  /**
   * Checks the assets that {@code changes} touch and returns their new sums.
   *
   * @throws LedgerException when one does not add up
   */
  Map<AssetId, Row> checkAfter(SortedMap<StateKey, Optional<byte[]>> changes, LedgerView before) {
    Map<AssetId, Row> touched = new HashMap<>();
    changes.forEach((key, value) -> {
      AssetId asset = assetOf(key);
      if (asset != null) {
        Row row = touched.getOrDefault(asset, rows.getOrDefault(asset, Row.NONE));
        touched.put(asset, plus(row, change(key, before.state(key), value.orElse(null))));
      }
    });
    touched.forEach(SupplyAudit::check);
    return touched;
  }

  /** Returns what is held of an asset; any thread may ask. */
  BigInteger held(AssetId asset) {
    return rows.getOrDefault(asset, Row.NONE).held();
  }

  /** Takes over the sums of a committed block. */
  void accept(Map<AssetId, Row> touched) {
    rows.putAll(touched);
  }

  private static void check(AssetId asset, Row row) {
    if (!row.held().equals(row.issued())) {
      throw new LedgerException(
          "supply of asset "
              + asset
              + ": "
              + row.issued()
              + " issued, but "
              + row.held()
              + " held; this node stops, because its state or its software is wrong");
    }
  }

  private static Row change(StateKey key, byte @Nullable [] before, byte @Nullable [] after) {
    if (key.space() == StateKey.ASSETS) {
      return new Row(BigInteger.ZERO, issued(after).subtract(issued(before)));
    }
    return new Row(number(after).subtract(number(before)), BigInteger.ZERO);
  }

  private static Row plus(Row first, Row second) {
    return new Row(first.held().add(second.held()), first.issued().add(second.issued()));
  }

  private static BigInteger issued(byte @Nullable [] value) {
    return value == null ? BigInteger.ZERO : AssetInfo.ofBytes(value).issued().toBigInteger();
  }

  private static BigInteger number(byte @Nullable [] value) {
    return value == null
        ? BigInteger.ZERO
        : new BigInteger(Long.toUnsignedString(ByteBuffer.wrap(value).getLong()));
  }

  /** Returns the asset whose sums an entry belongs to, or null when it holds no value. */
  private static @Nullable AssetId assetOf(StateKey key) {
    return switch (key.space()) {
      case StateKey.BALANCES, StateKey.ASSETS, StateKey.POOLS -> {
        byte[] bytes = key.toByteArray();
        yield new AssetId(
            FieldElement.of(Arrays.copyOfRange(bytes, bytes.length - ASSET_BYTES, bytes.length)));
      }
      default -> null;
    };
  }
}
