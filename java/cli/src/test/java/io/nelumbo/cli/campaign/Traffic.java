package io.nelumbo.cli.campaign;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.cli.CampaignParts;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.tx.Debit;
import io.nelumbo.core.tx.Issue;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.kit.TestAccount;
import io.nelumbo.verifier.kit.TxBuilder;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.chain.Broadcaster;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.util.ArrayList;
import java.util.List;

/** Accounts that pay each other and issue assets, and one wallet that proves. */
final class Traffic implements AutoCloseable {
  static final int ACCOUNTS = 6;
  private static final long MOST_MILLIS = 120_000;
  private static final long EXPIRY = 1_000_000;

  private final NetworkParameters parameters;
  private final Promises promises;
  private final List<Thread> threads = new ArrayList<>();

  Traffic(NetworkParameters parameters, Promises promises) {
    this.parameters = parameters;
    this.promises = promises;
  }

  static TestAccount account(int number) {
    return new TestAccount(number);
  }

  void start(WalletFiles files, CampaignNode node) {
    for (int number = 1; number <= ACCOUNTS; number++) {
      int from = number;
      begin("account-" + number, () -> pay(from));
    }
    begin("wallet", () -> prove(files, node));
  }

  /** Work of a thread. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private void begin(String name, Work work) {
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .start(() -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
  }

  private void pay(int number) throws InterruptedException {
    for (long nonce = 0; !promises.stopped(); nonce++) {
      promises.commit(nonce % 4 == 3 ? issue(number, nonce) : payment(number, nonce));
    }
  }

  private Transaction payment(int number, long nonce) {
    TxBuilder builder =
        TxBuilder.payment(
            parameters, account(number), nonce, account(1 + number % ACCOUNTS).key(), 1);
    builder.expiry = EXPIRY;
    return builder.build();
  }

  private Transaction issue(int number, long nonce) {
    TestAccount issuer = account(number);
    long fee = parameters.minFee().units();
    TxBuilder builder =
        new TxBuilder(parameters)
            .entry(
                issuer,
                nonce,
                List.of(new Debit(parameters.nativeAsset(), Amount.of(fee))),
                List.of(new Issue(nonce % 3, Amount.of(7), issuer.key())));
    builder.expiry = EXPIRY;
    return builder.build();
  }

  /** Shields, pays itself privately and unshields, each with real proofs. */
  private void prove(WalletFiles files, CampaignNode node) throws InterruptedException {
    CircuitLibrary circuits = CircuitLibrary.load();
    try (NativeContext context = NativeContext.open(1);
        InProcessProver prover = new InProcessProver(circuits, KeyCache.ofUser(circuits), 1);
        Wallet wallet = open(files, node, prover, context)) {
      for (int i = 0; !promises.stopped(); i++) {
        step(wallet, i);
      }
    }
  }

  private Wallet open(
      WalletFiles files, CampaignNode node, InProcessProver prover, NativeContext context)
      throws InterruptedException {
    Broadcaster untilCommitted =
        transaction -> {
          try {
            promises.commit(transaction);
            promises.awaitOn(node, transaction);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainException("interrupted", e);
          }
        };
    while (true) {
      try {
        return Wallet.open(
            files,
            CampaignParts.password(),
            new Wallet.Services(
                CampaignParts.chain(node.client()),
                untilCommitted,
                prover,
                CampaignParts.provingKeys(),
                context));
      } catch (ChainException e) {
        Thread.sleep(200);
      }
    }
  }

  /** One transaction, or none when the node that the wallet asks is away. */
  private void step(Wallet wallet, int turn) throws InterruptedException {
    var asset = parameters.nativeAsset();
    try {
      wallet.sync((height, head) -> {});
      switch (turn % 4) {
        case 0, 1 -> wallet.shield(asset, Amount.of(500), Options.DEFAULT);
        case 2 ->
            wallet.send(
                asset, Amount.of(20), wallet.addresses().getFirst(), Memo.none(), Options.DEFAULT);
        default -> wallet.unshield(asset, Amount.of(30), wallet.account(), Options.DEFAULT);
      }
    } catch (ChainException | RuntimeException e) {
      // The node is away, or the wallet waits for a block: later again.
      Thread.sleep(300);
    }
  }

  /** Waits until each has seen its last transaction in a block. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(MOST_MILLIS);
      if (thread.isAlive()) {
        throw new AssertionError(thread.getName() + " still waits for its transaction");
      }
    }
  }

  /** Ends the threads where they are. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(MOST_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
