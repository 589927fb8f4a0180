package io.nelumbo.node.consensus;

import io.nelumbo.core.block.Block;
import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of networks with one proposer, the genesis proposer. Its blocks go through admission
 * like those of others; nodes without its key only verify.
 */
public final class SoloEngine implements ConsensusEngine {
  private static final Logger log = LoggerFactory.getLogger(SoloEngine.class);

  /** The rooms that the engine works on. */
  public record Rooms(
      Ledger ledger, Mempool mempool, Admission admission, TransactionVerifier verifier) {}

  private final Rooms rooms;
  private final SoloSettings settings;
  private final Optional<ProposerKey> key;
  private final Clock clock;
  private final BlockProducer producer;
  private @Nullable Thread thread;
  private volatile boolean closed;

  /**
   * Makes an engine that does not run yet.
   *
   * @param key the proposer's key, or empty on a node that only verifies; the engine owns it
   * @throws IllegalArgumentException when the key is not that of the genesis proposer
   */
  public SoloEngine(Rooms rooms, SoloSettings settings, Optional<ProposerKey> key, Clock clock) {
    if (key.isPresent() && !key.get().account().equals(rooms.ledger().parameters().proposer())) {
      throw new IllegalArgumentException(
          "the proposer key is of account "
              + key.get().account()
              + ", but the genesis names "
              + rooms.ledger().parameters().proposer()
              + "; leave it out on nodes that only verify");
    }
    this.rooms = rooms;
    this.settings = settings;
    this.key = key;
    this.clock = clock;
    producer = new BlockProducer(rooms.ledger(), rooms.mempool(), rooms.verifier());
  }

  @Override
  public String name() {
    return "solo";
  }

  @Override
  public boolean proposes() {
    return key.isPresent();
  }

  @Override
  public synchronized void start(Consumer<Throwable> failed) {
    if (thread != null) {
      throw new IllegalStateException("the engine was started before");
    }
    if (key.isPresent()) {
      Thread proposer = new Thread(() -> run(failed), "nelumbo-solo");
      proposer.setDaemon(true);
      proposer.start();
      thread = proposer;
    }
  }

  /**
   * Makes one block when it is time for one, and waits until it is the head.
   *
   * @return the verdict on the block, or empty when none was due
   */
  public Optional<Verdict> step() {
    if (key.isEmpty() || !isDue()) {
      return Optional.empty();
    }
    Block block = producer.produce(key.get(), clock.millis());
    if (block.transactions().isEmpty() && !isEmptyBlockDue()) {
      return Optional.empty();
    }
    Verdict verdict =
        rooms.admission().submitBlock(block.bytes(), Origin.LOCAL).toCompletableFuture().join();
    if (verdict instanceof Verdict.Reject) {
      // The body was valid when it was admitted; without this it would be proposed for ever.
      log.error("own block {} was refused: {}", block.header().height(), verdict);
      block.transactions().forEach(transaction -> rooms.mempool().remove(transaction.txid()));
    }
    return Optional.of(verdict);
  }

  /** A store that lost announced blocks gets them back from peers first. */
  private boolean isDue() {
    if (Long.compareUnsigned(rooms.ledger().height(), rooms.ledger().announcedHeight()) < 0) {
      return false;
    }
    return rooms.mempool().size() > 0 || isEmptyBlockDue();
  }

  private boolean isEmptyBlockDue() {
    long age = clock.millis() - rooms.ledger().headTime();
    return age >= settings.emptyBlockInterval().toMillis();
  }

  private void run(Consumer<Throwable> failed) {
    while (!closed) {
      try {
        Thread.sleep(settings.blockInterval());
        step();
      } catch (InterruptedException e) {
        return;
      } catch (CompletionException e) {
        // Admission failed, and has said why.
        failed.accept(e);
        return;
      } catch (Throwable e) {
        // Whatever it is, the next block would meet it again. The node is told first, because after
        // an error even logging may fail.
        failed.accept(e);
        log.error("the solo engine stops: {}", e.toString(), e);
        return;
      }
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    key.ifPresent(ProposerKey::close);
  }
}
