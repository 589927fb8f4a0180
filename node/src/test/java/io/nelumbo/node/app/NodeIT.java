package io.nelumbo.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.api.v1.SubmitTransactionResponse;
import io.nelumbo.api.v1.Verdict;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.Await;
import io.nelumbo.node.consensus.ProposerKey;
import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.DiskFile;
import io.nelumbo.node.store.FaultyDisk;
import io.nelumbo.node.store.KeyValueStore;
import io.nelumbo.node.store.RocksStore;
import io.nelumbo.node.store.StoreBatch;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.kit.TestNetwork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes on data folders, with the native library and RocksDB, driven through the API. */
final class NodeIT {

  @TempDir Path folder;

  private Path dataFolder(String name, String config) throws Exception {
    return TransparentNetwork.dataFolder(folder, name, config);
  }

  private static String dialling(int port) {
    return "[peers]\nbootstrap = [\"127.0.0.1:" + port + "\"]\n";
  }

  @Test
  void paymentThroughAFollower_isCommittedEverywhereAndSurvivesARestart() throws Exception {
    Path proposerData =
        dataFolder("proposer", "[consensus]\npropose = true\nblock_interval_millis = 50\n");
    try (ProposerKey key = ProposerKey.ofSeed(TestNetwork.PROPOSER.seed())) {
      key.write(proposerData.resolve("proposer.key"));
    }
    Transaction payment = TransparentNetwork.payment(1, 0);
    try (Node proposer = Node.start(proposerData)) {
      Path followerData = dataFolder("follower", dialling(proposer.ports().peer()));
      String head;
      try (Node follower = Node.start(followerData);
          NodeClient client = NodeClient.local(Ports.read(followerData).api())) {
        Await.until("the peer", () -> peers(client) == 1);
        SubmitTransactionResponse answer = client.submitTransaction(payment.bytes());
        assertThat(answer.getVerdict()).as(answer.getDetail()).isEqualTo(Verdict.ACCEPT);
        String txid = payment.txid().toString();
        Await.until("the block", () -> isCommitted(client, txid));
        assertThat(client.account(TestNetwork.rich(8).key().toString()).getBalances(0).getAmount())
            .isEqualTo(TestNetwork.RICHES.units() + 5);
        assertThat(client.supply().getBalanced()).isTrue();
        assertThat(client.status().getKernel()).isNotEmpty();
        head = client.blockAt(1).getHash();
        assertThat(follower.ports().peer()).isPositive();
      }
      try (Node again = Node.start(followerData);
          NodeClient client = NodeClient.local(again.ports().api())) {
        assertThat(client.blockAt(1).getHash()).isEqualTo(head);
      }
    }
  }

  @Test
  void whatWasAcknowledgedWaitsAgainAfterARestartAndAFullDiskStopsTheNode() throws Exception {
    Path data = dataFolder("alone", "");
    NodeConfig config = NodeConfig.read(data.resolve(NodeConfig.FILE));
    Transaction first = TransparentNetwork.payment(1, 0);
    FaultyDisk disk = new FaultyDisk();
    try (Node node = Node.start(data, config, new Media(disk, RocksStore::open));
        NodeClient client = NodeClient.local(node.ports().api())) {
      SubmitTransactionResponse answer = client.submitTransaction(first.bytes());
      assertThat(answer.getVerdict()).isEqualTo(Verdict.ACCEPT);
      assertThat(answer.getJournalPlace()).isEqualTo(1);
      disk.failAt(0, "No space left on device");
      assertThatThrownBy(() -> client.submitTransaction(TransparentNetwork.payment(2, 0).bytes()))
          .isInstanceOf(ApiException.class);
      assertThat(node.awaitFailure()).contains("(No space left on device)").doesNotContain("\n");
    }
    FaultyDisk repaired = disk.afterKill();
    try (Node node = Node.start(data, config, new Media(repaired, RocksStore::open));
        NodeClient client = NodeClient.local(node.ports().api())) {
      assertThat(client.transaction(first.txid().toString()).getMempool()).isTrue();
      assertThat(
              client.submitTransaction(TransparentNetwork.payment(2, 0).bytes()).getJournalPlace())
          .isEqualTo(2);
    }
  }

  @Test
  @Timeout(60)
  void aJournalThatCannotBeJudgedAgainStopsTheNode() throws Exception {
    Path data = dataFolder("alone", "");
    NodeConfig config = NodeConfig.read(data.resolve(NodeConfig.FILE));
    FaultyDisk disk = new FaultyDisk();
    try (Node node = Node.start(data, config, new Media(disk, RocksStore::open));
        NodeClient client = NodeClient.local(node.ports().api())) {
      assertThat(
              client.submitTransaction(TransparentNetwork.payment(1, 0).bytes()).getJournalPlace())
          .isEqualTo(1);
    }
    Media failing = new Media(new ReplayFails(disk.afterKill()), RocksStore::open);
    try (Node node = Node.start(data, config, failing)) {
      assertThat(node.awaitFailure()).contains("(Input/output error)").doesNotContain("\n");
    }
  }

  /** A disk whose journal cannot be read by the thread that judges it again. */
  private record ReplayFails(Disk disk) implements Disk {
    @Override
    public DiskFile open(Path file) throws IOException {
      DiskFile opened = disk.open(file);
      return file.endsWith("mempool.journal") ? new Failing(opened) : opened;
    }

    @Override
    public DiskFile openReadOnly(Path file) throws IOException {
      return disk.openReadOnly(file);
    }

    @Override
    public boolean exists(Path file) {
      return disk.exists(file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      disk.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
      disk.delete(file);
    }

    private record Failing(DiskFile file) implements DiskFile {
      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public int read(ByteBuffer target, long position) throws IOException {
        if (Thread.currentThread().getName().equals("nelumbo-replay")) {
          throw new IOException("Input/output error");
        }
        return file.read(target, position);
      }

      @Override
      public int write(ByteBuffer source, long position) throws IOException {
        return file.write(source, position);
      }

      @Override
      public void truncate(long size) throws IOException {
        file.truncate(size);
      }

      @Override
      public void sync() throws IOException {
        file.sync();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    }
  }

  @Test
  void aStoreThatCannotWriteABlockStopsTheProposerAndNothingIsLost() throws Exception {
    Path data = dataFolder("proposer", "[consensus]\npropose = true\nblock_interval_millis = 50\n");
    try (ProposerKey key = ProposerKey.ofSeed(TestNetwork.PROPOSER.seed())) {
      key.write(data.resolve("proposer.key"));
    }
    NodeConfig config = NodeConfig.read(data.resolve(NodeConfig.FILE));
    String txid = TransparentNetwork.payment(1, 0).txid().toString();
    FullStore[] store = new FullStore[1];
    Media media =
        new Media(
            Disk.SYSTEM,
            folder -> {
              store[0] = new FullStore(RocksStore.open(folder));
              return store[0];
            });
    try (Node node = Node.start(data, config, media);
        NodeClient client = NodeClient.local(node.ports().api())) {
      store[0].full = true;
      assertThat(
              client.submitTransaction(TransparentNetwork.payment(1, 0).bytes()).getJournalPlace())
          .isEqualTo(1);
      assertThat(node.awaitFailure()).isEqualTo("the disk is full, on purpose");
      assertThat(client.status().getHead().getHeight()).isZero();
    }
    try (Node node = Node.start(data);
        NodeClient client = NodeClient.local(node.ports().api())) {
      Await.until("the block", () -> isCommitted(client, txid));
      assertThat(client.supply().getBalanced()).isTrue();
    }
  }

  /** A store on a disk that becomes full. */
  private static final class FullStore implements KeyValueStore {
    private final KeyValueStore store;
    private volatile boolean full;

    FullStore(KeyValueStore store) {
      this.store = store;
    }

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
      if (full) {
        throw new StoreException("the disk is full, on purpose", null);
      }
      store.write(batch);
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

  private static int peers(NodeClient client) {
    try {
      return client.status().getPeers();
    } catch (ApiException e) {
      return -1;
    }
  }

  private static boolean isCommitted(NodeClient client, String txid) {
    try {
      return client.transaction(txid).getHeight() > 0;
    } catch (ApiException e) {
      return false;
    }
  }
}
