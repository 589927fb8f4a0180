package io.nelumbo.node.rpc;

import com.google.protobuf.ByteString;
import io.nelumbo.api.v1.AccountInfo;
import io.nelumbo.api.v1.AnchorInfo;
import io.nelumbo.api.v1.Asset;
import io.nelumbo.api.v1.AssetList;
import io.nelumbo.api.v1.AssetSupply;
import io.nelumbo.api.v1.Balance;
import io.nelumbo.api.v1.BlockInfo;
import io.nelumbo.api.v1.CompactBlocks;
import io.nelumbo.api.v1.CompactTransaction;
import io.nelumbo.api.v1.PoolSupply;
import io.nelumbo.api.v1.SupplyReport;
import io.nelumbo.api.v1.TransactionInfo;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.ledger.CompactBlock;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.PooledTransaction;
import io.nelumbo.verifier.AssetInfo;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Answers about the chain and the mempool. Safe for use by several threads. */
final class ChainQueries {

  private static final int MAX_BLOCKS = 100;
  private static final int PAGE_BYTES = 8 << 20;
  private static final int HEX_LENGTH = 64;

  private final Ledger ledger;
  private final Mempool mempool;
  private final int anchorInterval;

  ChainQueries(Ledger ledger, Mempool mempool, int anchorInterval) {
    this.ledger = ledger;
    this.mempool = mempool;
    this.anchorInterval = anchorInterval;
  }

  TransactionInfo transaction(String text) throws RequestException {
    TxId txid = new TxId(bytes32("txid", text));
    TransactionInfo.Builder info = TransactionInfo.newBuilder().setTxid(txid.toString());
    Optional<PooledTransaction> pooled = mempool.get(txid);
    if (pooled.isPresent()) {
      return info.setTransaction(bytes(pooled.get().transaction().bytes()))
          .setMempool(true)
          .build();
    }
    long height =
        ledger
            .transactionHeight(txid)
            .orElseThrow(
                () -> RequestException.notFound("txid: no transaction " + txid + " is known"));
    byte[] encoded = ledger.transaction(txid).orElseThrow().bytes();
    return info.setTransaction(bytes(encoded)).setHeight(height).build();
  }

  BlockInfo block(String selector) throws RequestException {
    long height = height(selector);
    if (height == 0) {
      return genesis();
    }
    Block block =
        ledger
            .block(height)
            .orElseThrow(() ->
                RequestException.notFound(
                    "block: no block "
                        + selector
                        + ", the head is at "
                        + Long.toUnsignedString(ledger.height())));
    BlockInfo.Builder info =
        BlockInfo.newBuilder()
            .setHeight(height)
            .setHash(block.hash().toString())
            .setTimeMillis(block.header().timeMillis())
            .setPrevious(block.header().previous().toString())
            .setProposer(block.header().proposer().toString())
            .setNoteRoot(block.header().noteTreeRoot().toString())
            .setStateCommitment(block.header().stateCommitment().toString())
            .setTotalTransactions(block.header().totalTransactions())
            .setBlock(bytes(block.bytes()));
    block.transactions().forEach(transaction -> info.addTxids(transaction.txid().toString()));
    return info.build();
  }

  private BlockInfo genesis() {
    Genesis genesis = ledger.parameters().genesis();
    return BlockInfo.newBuilder()
        .setHash(ledger.parameters().genesisHash().toString())
        .setTimeMillis(genesis.timeMillis())
        .setProposer(genesis.proposer().toString())
        .build();
  }

  private long height(String selector) throws RequestException {
    if (selector.equals("head")) {
      return ledger.height();
    }
    if (selector.length() == HEX_LENGTH) {
      BlockHash hash = new BlockHash(bytes32("block", selector));
      return ledger
          .blockHeight(hash)
          .orElseThrow(() -> RequestException.notFound("block: no block with hash " + selector));
    }
    try {
      return Amount.parse("block", selector).units();
    } catch (DecodeException e) {
      throw RequestException.invalid(
          "block: must be a height, a block hash of 64 hexadecimal digits or 'head'");
    }
  }

  CompactBlocks compactBlocks(long from, long to) throws RequestException {
    long first = from == 0 ? 1 : from;
    long head = ledger.height();
    long last = to == 0 || Long.compareUnsigned(to, head) > 0 ? head : to;
    if (to != 0 && Long.compareUnsigned(first, to) > 0) {
      throw RequestException.invalid("from: is greater than to");
    }
    CompactBlocks.Builder page = CompactBlocks.newBuilder().setHeadHeight(head);
    long size = 0;
    long height = first;
    while (Long.compareUnsigned(height, last) <= 0
        && page.getBlocksCount() < MAX_BLOCKS
        && size < PAGE_BYTES) {
      Optional<CompactBlock> block = ledger.compactBlock(height);
      if (block.isEmpty()) {
        break;
      }
      io.nelumbo.api.v1.CompactBlock message = compact(block.get());
      size += message.getSerializedSize();
      page.addBlocks(message);
      height++;
    }
    return page.setNextHeight(Long.compareUnsigned(height, last) <= 0 ? height : 0).build();
  }

  private static io.nelumbo.api.v1.CompactBlock compact(CompactBlock block) {
    io.nelumbo.api.v1.CompactBlock.Builder message =
        io.nelumbo.api.v1.CompactBlock.newBuilder()
            .setHeight(block.height())
            .setHash(bytes(block.hash().toByteArray()))
            .setTimeMillis(block.timeMillis())
            .setNoteRoot(bytes(block.noteTreeRoot().toByteArray()))
            .setFirstPosition(block.firstPosition());
    for (CompactBlock.CompactTransaction transaction : block.transactions()) {
      CompactTransaction.Builder compact =
          CompactTransaction.newBuilder().setTxid(bytes(transaction.txid().toByteArray()));
      transaction.nullifiers().forEach(nf -> compact.addNullifiers(bytes(nf.toByteArray())));
      transaction.outputs().forEach(output -> compact.addOutputs(bytes(output.bytes())));
      message.addTransactions(compact);
    }
    return message.build();
  }

  AccountInfo account(String text) throws RequestException {
    AccountKey account = accountKey(text);
    AccountInfo.Builder info =
        AccountInfo.newBuilder()
            .setAccount(account.toString())
            .setNextNonce(ledger.nextNonce(account))
            .setHeight(ledger.height());
    ledger
        .balances(account)
        .forEach((asset, amount) ->
            info.addBalances(
                Balance.newBuilder().setAsset(asset.toString()).setAmount(amount.units())));
    return info.build();
  }

  AssetList assets() {
    AssetId nativeAsset = ledger.parameters().nativeAsset();
    AssetList.Builder list = AssetList.newBuilder();
    ledger
        .assets()
        .forEach((asset, info) ->
            list.addAssets(
                Asset.newBuilder()
                    .setAsset(asset.toString())
                    .setIssuer(info.issuer().toString())
                    .setNonce(info.nonce())
                    .setIssued(info.issued().units())
                    .setNative(asset.equals(nativeAsset))));
    return list.build();
  }

  /** docs/protocol/notes.md 6. */
  AnchorInfo anchor(long wanted) throws RequestException {
    Head head = ledger.head();
    long height =
        wanted == 0
            ? head.height() - Long.remainderUnsigned(head.height(), anchorInterval)
            : wanted;
    AnchorInfo.Builder info = AnchorInfo.newBuilder().setHeight(height);
    if (height == head.height()) {
      return info.setAnchor(head.noteTreeRoot().toString()).setLeaves(head.notes()).build();
    }
    CompactBlock block =
        ledger
            .compactBlock(height == 0 ? 1 : height)
            .orElseThrow(() ->
                RequestException.notFound(
                    "height: "
                        + Long.toUnsignedString(height)
                        + " is above the head at "
                        + Long.toUnsignedString(head.height())));
    if (height == 0) {
      throw RequestException.notFound(
          "height: no block has been made whose height is divisible by " + anchorInterval);
    }
    long outputs =
        block.transactions().stream().mapToLong(transaction -> transaction.outputs().size()).sum();
    return info.setAnchor(block.noteTreeRoot().toString())
        .setLeaves(block.firstPosition() + outputs)
        .build();
  }

  /** Read between two blocks, the answer may mix them; it is then read again. */
  SupplyReport supply() {
    SupplyReport report = supplyNow();
    for (int i = 0; i < 10 && report.getHeight() != ledger.height(); i++) {
      report = supplyNow();
    }
    return report;
  }

  private SupplyReport supplyNow() {
    int pool = ledger.parameters().pool();
    Head head = ledger.head();
    SortedMap<AssetId, Amount> inPool = ledger.poolCounters(pool);
    SupplyReport.Builder report = SupplyReport.newBuilder().setHeight(head.height());
    boolean balanced = true;
    for (Map.Entry<AssetId, AssetInfo> asset : ledger.assets().entrySet()) {
      Amount shielded = inPool.getOrDefault(asset.getKey(), Amount.ZERO);
      Amount issued = asset.getValue().issued();
      BigInteger held = ledger.held(asset.getKey());
      balanced &= held.equals(issued.toBigInteger());
      report.addAssets(
          AssetSupply.newBuilder()
              .setAsset(asset.getKey().toString())
              .setIssued(issued.units())
              .setTransparent(held.subtract(shielded.toBigInteger()).longValue())
              .addPools(PoolSupply.newBuilder().setPool(pool).setAmount(shielded.units())));
    }
    return report.setBalanced(balanced).build();
  }

  private AccountKey accountKey(String text) throws RequestException {
    String prefix = ledger.parameters().genesis().kind().accountPrefix();
    try {
      return text.length() == HEX_LENGTH
          ? new AccountKey(Bytes32.parseHex("account", text))
          : AccountKey.parse(text, prefix);
    } catch (DecodeException | InvalidValueException e) {
      throw RequestException.invalid(
          "account: must be 64 hexadecimal digits of an Ed25519 key, or text that begins with "
              + prefix
              + "1");
    }
  }

  private static Bytes32 bytes32(String field, String text) throws RequestException {
    try {
      return Bytes32.parseHex(field, text);
    } catch (DecodeException e) {
      throw RequestException.invalid(field + ": must be 64 hexadecimal digits");
    }
  }

  private static ByteString bytes(byte[] bytes) {
    return ByteString.copyFrom(bytes);
  }
}
