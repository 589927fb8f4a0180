package io.nelumbo.cli.campaign;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.v1.SubmitTransactionResponse;
import io.nelumbo.api.v1.TransactionInfo;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TxId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands transactions in until they are committed, and remembers which node acknowledged which.
 * There is never more than one transaction for a nonce or a nullifier, so that every one that was
 * acknowledged must be found for ever.
 */
final class Promises {
  private static final long PAUSE_MILLIS = 30;
  private static final int ASKS_BEFORE_AGAIN = 20;

  private final List<CampaignNode> nodes;
  private final Map<String, Promise> promises = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  /** What is known of one transaction. */
  private static final class Promise {
    private final TxId txid;
    private final List<Nullifier> nullifiers;
    private final Set<String> acknowledgedBy = ConcurrentHashMap.newKeySet();
    private volatile boolean committed;
    private volatile boolean expired;

    Promise(Transaction transaction) {
      txid = transaction.txid();
      nullifiers =
          transaction.body().actions().stream()
              .flatMap(action -> action.nullifiers().stream())
              .toList();
    }
  }

  Promises(List<CampaignNode> nodes) {
    this.nodes = nodes;
  }

  /** No more transactions are begun. */
  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  /** Hands a transaction in, again and again, until a node shows it in a block or it expired. */
  void commit(Transaction transaction) throws InterruptedException {
    String txid = transaction.txid().toString();
    Promise promise = promises.computeIfAbsent(txid, _ -> new Promise(transaction));
    for (int turn = 0; !promise.committed && !promise.expired; turn++) {
      CampaignNode node = nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
      if (node.up()) {
        if (turn % ASKS_BEFORE_AGAIN == 0 || promise.acknowledgedBy.isEmpty()) {
          submit(node, promise, transaction.bytes());
        }
        promise.committed = committed(node, txid);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static void submit(CampaignNode node, Promise promise, byte[] bytes) {
    try {
      SubmitTransactionResponse answer = node.client().submitTransaction(bytes);
      if (answer.getJournalPlace() > 0) {
        promise.acknowledgedBy.add(node.name());
      }
      promise.expired = answer.getReason().equals("EXPIRED");
    } catch (ApiException e) {
      // No answer, no promise.
    }
  }

  /** Waits until one node has a committed transaction too. */
  void awaitOn(CampaignNode node, Transaction transaction) throws InterruptedException {
    while (!committed(node, transaction.txid().toString())
        && !promises.get(transaction.txid().toString()).expired) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean committed(CampaignNode node, String txid) {
    try {
      return node.client().transaction(txid).getHeight() > 0;
    } catch (ApiException e) {
      return false;
    }
  }

  /** Everything that a node has acknowledged and that cannot have expired. */
  List<TxId> acknowledgedBy(CampaignNode node) {
    return promises.values().stream()
        .filter(promise -> promise.acknowledgedBy.contains(node.name()) && !promise.expired)
        .map(promise -> promise.txid)
        .toList();
  }

  /** Asks a node for everything that it acknowledged; of what is committed, for a part. */
  void check(CampaignNode node) throws InterruptedException {
    for (TxId txid : acknowledgedBy(node)) {
      boolean old =
          promises.get(txid.toString()).committed && ThreadLocalRandom.current().nextInt(20) > 0;
      if (!old && find(node, txid.toString()) == Found.GONE) {
        throw new AssertionError("node " + node.name() + " lost transaction " + txid);
      }
    }
  }

  /** What a node says of a transaction. */
  enum Found {
    BLOCK,
    MEMPOOL,
    GONE,
    /** The node has ended. */
    SILENT
  }

  /** A transaction that moves from the mempool into a block can be missed once. */
  static Found find(CampaignNode node, String txid) throws InterruptedException {
    for (int tries = 0; tries < 3; tries++) {
      try {
        TransactionInfo info = node.client().transaction(txid);
        return info.getHeight() > 0 ? Found.BLOCK : Found.MEMPOOL;
      } catch (ApiException e) {
        if (e.code() != ApiException.Code.NOT_FOUND) {
          return Found.SILENT;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return Found.GONE;
  }

  List<String> acknowledged() {
    return promises.entrySet().stream()
        .filter(entry -> !entry.getValue().acknowledgedBy.isEmpty() && !entry.getValue().expired)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The nullifiers of all committed transactions. */
  List<Nullifier> spent() {
    List<Nullifier> spent = new ArrayList<>();
    promises.values().stream()
        .filter(promise -> promise.committed)
        .forEach(promise -> spent.addAll(promise.nullifiers));
    return spent;
  }

  long shielded() {
    return promises.values().stream()
        .filter(promise -> promise.committed && !promise.nullifiers.isEmpty())
        .count();
  }
}
