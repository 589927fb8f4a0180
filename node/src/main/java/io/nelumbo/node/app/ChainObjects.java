package io.nelumbo.node.app;

import io.nelumbo.core.block.BlockHash;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.gossip.InventoryItem;
import io.nelumbo.node.gossip.Message;
import io.nelumbo.node.gossip.ObjectSource;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.mempool.Mempool;
import java.util.List;
import java.util.Optional;

/** The node's chain and mempool as gossip offers them to peers. */
record ChainObjects(Ledger ledger, Mempool mempool) implements ObjectSource {

  @Override
  public Message.Tip head() {
    Head head = ledger.head();
    return new Message.Tip(head.height(), head.hash().bytes());
  }

  @Override
  public boolean has(InventoryItem item) {
    return switch (item.kind()) {
      case TRANSACTION -> {
        TxId txid = new TxId(item.id());
        yield mempool.contains(txid) || ledger.transactionPlace(txid).isPresent();
      }
      case BLOCK -> ledger.blockHeight(new BlockHash(item.id())).isPresent();
    };
  }

  @Override
  public Optional<byte[]> bytes(InventoryItem item) {
    return switch (item.kind()) {
      case TRANSACTION -> {
        TxId txid = new TxId(item.id());
        yield mempool.get(txid).map(pooled -> pooled.transaction().bytes());
      }
      case BLOCK -> ledger.blockHeight(new BlockHash(item.id())).flatMap(ledger::blockBytes);
    };
  }

  @Override
  public Optional<byte[]> blockBytes(long height) {
    return ledger.blockBytes(height);
  }

  @Override
  public List<Bytes32> mempool(int limit) {
    return mempool.byWorth().stream().limit(limit).map(pooled -> pooled.txid().bytes()).toList();
  }
}
