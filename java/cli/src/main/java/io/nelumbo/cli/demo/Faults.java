package io.nelumbo.cli.demo;

import static io.nelumbo.cli.demo.DemoException.require;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.v1.BlockInfo;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.value.Amount;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.prover.child.ChildProver;
import io.nelumbo.prover.child.ChildStatus;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Processes that are killed at the worst moment, and what it costs: nothing but time. */
final class Faults {
  /** A proof that is this far, in thousandths, is neither just begun nor almost done. */
  private static final int MIDDLE_FROM = 200;

  private static final int MIDDLE_TO = 800;

  private final DemoNetwork network;
  private final DemoStory story;
  private final Figures figures;
  private final Consumer<String> out;

  Faults(DemoNetwork network, DemoStory story, Figures figures, Consumer<String> out) {
    this.network = network;
    this.story = story;
    this.figures = figures;
    this.out = out;
  }

  /** Kills the prover process in the middle of a proof; the payment arrives all the same. */
  void proverDies(ChildProver prover) throws ApiException, ChainException, InterruptedException {
    int restarts = prover.status().restarts();
    CompletableFuture<ChildStatus> killed = new CompletableFuture<>();
    Thread killer = Thread.ofPlatform().daemon().start(() -> killInTheMiddle(prover, killed));
    String before = story.bob().privately(story.gold());
    story.step(
        "Alice sends 30 privately to Bob, and her prover process is killed meanwhile",
        story.alice(),
        () ->
            story
                .alice()
                .wallet()
                .send(
                    story.gold(),
                    Amount.of(30),
                    story.bob().wallet().addresses().getFirst(),
                    Memo.none(),
                    Options.DEFAULT));
    killer.interrupt();
    require(killed.isDone(), "the prover process was never seen in the middle of a proof");
    ChildStatus victim = killed.join();
    ChildStatus after = prover.status();
    require(
        after.restarts() == restarts + 1 && after.pid() != victim.pid(),
        "the prover process was killed, but not replaced once: " + after);
    story.bob().sync(figures);
    long gained = Long.parseLong(story.bob().privately(story.gold())) - Long.parseLong(before);
    require(gained == 30, "Bob has 30 more to find, but found " + gained);
    figures.add("prover process ready again, ms after kill -9", after.lastRecovery().toMillis());
    out.accept(
        String.format(
            "    kill -9 of prover process %d with %.1f %% of a proof made; process %d was ready"
                + " after %d ms and made it again; Bob has his 30",
            victim.pid(),
            victim.provingPermille() / 10.0,
            after.pid(),
            after.lastRecovery().toMillis()));
  }

  private static void killInTheMiddle(ChildProver prover, CompletableFuture<ChildStatus> killed) {
    try {
      while (true) {
        ChildStatus status = prover.status();
        if (status.provingPermille() >= MIDDLE_FROM && status.provingPermille() <= MIDDLE_TO) {
          ProcessHandle.of(status.pid()).ifPresent(ProcessHandle::destroyForcibly);
          killed.complete(status);
          return;
        }
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      // The payment was faster; the caller says so.
    }
  }

  /** Kills a node, lets the others go on, and starts it again. */
  void nodeDies(Demo.Open openAlice)
      throws IOException, ConfigException, ApiException, ChainException, InterruptedException {
    DemoNode b = network.node("b");
    DemoNode c = network.node("c");
    BlockInfo known = c.client().block("head");
    String before = story.alice().privately(story.gold());
    long pid = c.pid();
    network.killLast();
    story.step(
        "Node c (process " + pid + ") is killed with kill -9; Bob sends 20 to Alice without it",
        story.bob(),
        () ->
            story
                .bob()
                .wallet()
                .send(
                    story.gold(),
                    Amount.of(20),
                    story.alice().wallet().addresses().getFirst(),
                    Memo.none(),
                    Options.DEFAULT));
    BlockInfo missed = b.client().block("head");
    long start = System.nanoTime();
    DemoNode again = network.startAgain("c");
    double answering = (System.nanoTime() - start) / 1e6;
    require(
        again.client().blockAt(known.getHeight()).getHash().equals(known.getHash()),
        "node c has lost block " + known.getHeight() + ", which it had announced");
    again.await(
        "block " + missed.getHeight(),
        client -> client.status().getHead().getHeight() >= missed.getHeight());
    double caughtUp = (System.nanoTime() - start) / 1e6;
    String commitment = missed.getStateCommitment();
    for (DemoNode node : network.nodes()) {
      String stated = node.client().blockAt(missed.getHeight()).getStateCommitment();
      require(
          stated.equals(commitment),
          "node " + node.name() + " has another state commitment at " + missed.getHeight());
    }
    figures.add("node answers, ms after it was started again", answering);
    figures.add("node caught up, ms after it was started again", caughtUp);
    out.accept(
        String.format(
            "    node c started again as process %d: answers after %.0f ms, caught up with block %d"
                + " after %.0f ms",
            again.pid(), answering, missed.getHeight(), caughtUp));
    out.accept(
        "    state commitment "
            + commitment.substring(0, 16)
            + "... at height "
            + missed.getHeight()
            + " on a, b and c");
    try (Wallet wallet = openAlice.open(again.client())) {
      DemoWallet alice = new DemoWallet("Alice", wallet, again);
      alice.sync(figures);
      String now = alice.privately(story.gold());
      require(
          Long.parseLong(now) - Long.parseLong(before) == 20,
          "Alice held " + before + " and now " + now + ", not 20 more");
      out.accept("    Alice asks node c again and finds Bob's 20");
    }
  }
}
