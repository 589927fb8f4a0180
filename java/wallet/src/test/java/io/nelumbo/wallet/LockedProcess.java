package io.nelumbo.wallet;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.Amount;
import io.nelumbo.wallet.key.Mnemonic;
import io.nelumbo.wallet.transfer.Transfers.Options;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A process that uses wallets, locks them and writes its heap to files: {@code open.hprof} before
 * the lock, {@code locked.hprof} right after it, {@code collected.hprof} after a garbage
 * collection. It takes secrets from files and writes the outputs of its transactions to {@code
 * outputs}.
 */
final class LockedProcess {
  static final int WALLETS = 4;
  static final int ENTROPY = 16;
  static final int PASSWORD = 24;

  private LockedProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try (TestWallets wallets = new TestWallets()) {
      MemoryChain chain = wallets.chain();
      List<Wallet> open = new ArrayList<>();
      for (int i = 0; i < WALLETS; i++) {
        open.add(make(folder, i, wallets, chain));
      }
      for (int i = 0; i < WALLETS; i++) {
        pay(open.get(i), open.get((i + 1) % WALLETS), chain);
      }
      wallets.forgetAssignments();
      dump(folder.resolve("open.hprof"));
      open.forEach(Wallet::close);
      dump(folder.resolve("locked.hprof"));
      open.clear();
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(100);
      }
      dump(folder.resolve("collected.hprof"));
      writeOutputs(folder.resolve("outputs"), chain);
    }
    System.exit(0);
  }

  private static Wallet make(Path folder, int index, TestWallets wallets, MemoryChain chain)
      throws Exception {
    byte[] entropy = part(folder.resolve("entropy"), index, ENTROPY);
    byte[] password = part(folder.resolve("password"), index, PASSWORD);
    char[] characters = new char[PASSWORD];
    for (int i = 0; i < PASSWORD; i++) {
      characters[i] = (char) password[i];
    }
    WalletFiles files = new WalletFiles(folder.resolve("wallet-" + index));
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      char[] words = mnemonic.words();
      try (Mnemonic restored = Mnemonic.parse(words)) {
        files.create(restored, characters, new SecureRandom());
      }
      Arrays.fill(words, '\0');
    }
    try {
      return Wallet.open(files, characters, wallets.services(chain));
    } finally {
      Arrays.fill(entropy, (byte) 0);
      Arrays.fill(password, (byte) 0);
      Arrays.fill(characters, '\0');
    }
  }

  private static byte[] part(Path file, int index, int length) throws Exception {
    byte[] all = Files.readAllBytes(file);
    byte[] part = Arrays.copyOfRange(all, index * length, (index + 1) * length);
    Arrays.fill(all, (byte) 0);
    return part;
  }

  private static void pay(Wallet from, Wallet to, MemoryChain chain) throws Exception {
    chain.grant(from.account(), TestWallets.NATIVE, Amount.of(9_000));
    from.shield(TestWallets.NATIVE, Amount.of(2_000), Options.DEFAULT);
    from.shield(TestWallets.NATIVE, Amount.of(1_000), Options.DEFAULT);
    TestWallets.sync(from);
    from.send(
        TestWallets.NATIVE,
        Amount.of(500),
        to.addresses().getFirst(),
        Memo.ofText("canary"),
        Options.DEFAULT);
    TestWallets.sync(from, to);
  }

  private static void dump(Path file) throws Exception {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), false);
  }

  private static void writeOutputs(Path file, MemoryChain chain) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Transaction transaction : chain.transactions()) {
      for (Action action : transaction.body().actions()) {
        for (NoteOutput output : action.outputs()) {
          out.writeBytes(output.bytes());
        }
      }
    }
    Files.write(file, out.toByteArray());
  }
}
