package io.nelumbo.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.store.FaultyDisk;
import io.nelumbo.node.store.MemoryStore;
import io.nelumbo.node.store.RocksStore;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.BlockVerifier;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.VerifierListener;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage to the files that RocksDB wrote: the ledger opens with a head that it had before, and the
 * state that belongs to it, or it is refused. It never goes on with anything else.
 */
@Timeout(240)
class StoreFaultTest {
  private static final int BLOCKS = 6;

  @TempDir Path folder;

  private final Map<Long, Head> heads = new TreeMap<>();
  private final int[] outcomes = new int[3];

  /** What became of a damaged copy. */
  private enum Outcome {
    REFUSED,
    WENT_BACK,
    UNHARMED
  }

  private final FaultyDisk disk = new FaultyDisk();

  private StoredLedger open(RocksStore store) {
    try {
      return StoredLedger.open(
          new StoredLedger.Medium(store, Optional.of(mark())),
          TestNetwork.PARAMETERS,
          new TestTreeHash());
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private HeadMark mark() {
    return HeadMark.open(disk, Path.of("head.mark"));
  }

  private static Transaction payment(long nonce) {
    return TxBuilder.payment(
            TestNetwork.PARAMETERS, TestNetwork.rich(1), nonce, TestNetwork.rich(2).key(), 5)
        .build();
  }

  /** Makes a chain whose older half is in tables and whose newer half is in the log. */
  private Map<String, byte[]> chainAfterKill() throws IOException {
    Path live = folder.resolve("live");
    try (StoredLedger ledger = open(RocksStore.open(live))) {
      extend(ledger, BLOCKS / 2);
    }
    try (StoredLedger ledger = open(RocksStore.open(live))) {
      extend(ledger, BLOCKS / 2);
      // Every batch is synced, so that a copy taken now is what a kill leaves.
      return read(live);
    }
  }

  private void extend(StoredLedger ledger, int blocks) {
    for (int i = 0; i < blocks; i++) {
      if (ledger.height() == BLOCKS - 1) {
        TestChain.commit(ledger);
      } else {
        TestChain.commit(ledger, payment(ledger.height()));
      }
      heads.put(ledger.height(), ledger.head());
    }
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith("LOG") && !name.equals("LOCK")) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private Outcome openDamaged(Map<String, byte[]> files) throws IOException {
    Path copy = folder.resolve("copy");
    if (Files.exists(copy)) {
      try (Stream<Path> old = Files.list(copy)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(copy);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(copy.resolve(file.getKey()), file.getValue());
    }
    Outcome outcome = judge(copy);
    outcomes[outcome.ordinal()]++;
    return outcome;
  }

  private Outcome judge(Path copy) {
    try (RocksStore store = RocksStore.open(copy)) {
      StoredLedger ledger = open(store);
      assertThat(ledger.head()).isEqualTo(heads.get(ledger.height()));
      LedgerAudit.Result whole =
          new LedgerAudit(
                  new StoredLedger.Medium(store, Optional.empty()),
                  new MemoryStore(),
                  TestNetwork.PARAMETERS,
                  new TestTreeHash(),
                  new BlockVerifier(
                      new TransactionVerifier(new StandInChecks(), VerifierListener.NONE)))
              .run(height -> {});
      assertThat(whole.head()).isEqualTo(ledger.head());
      // A lost block is noticed, so that the node gets it back before it proposes another.
      assertThat(ledger.announcedHeight()).isEqualTo(BLOCKS);
      return ledger.height() == BLOCKS ? Outcome.UNHARMED : Outcome.WENT_BACK;
    } catch (StoreException | LedgerException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      return Outcome.REFUSED;
    }
  }

  private static String newest(Map<String, byte[]> files, String suffix) {
    return files.keySet().stream()
        .filter(name -> name.endsWith(suffix) && files.get(name).length > 0)
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] bytes) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(name, bytes);
    return changed;
  }

  @Test
  void aLogCutInItsLastBatchGoesBackToTheBlockBefore() throws IOException {
    Map<String, byte[]> files = chainAfterKill();
    String log = newest(files, ".log");
    byte[] whole = files.get(log);
    int last = lastRecord(whole);
    assertThat(openDamaged(files)).isEqualTo(Outcome.UNHARMED);
    for (int length = whole.length - 1; length >= last; length -= length > last + 40 ? 5 : 1) {
      assertThat(openDamaged(with(files, log, Arrays.copyOf(whole, length))))
          .as("cut at %d of %d", length, whole.length)
          .isEqualTo(Outcome.WENT_BACK);
    }
    report("log cut in the last batch");
  }

  @Test
  void aFlippedBitInTheLogIsRefusedOrNoticed() throws IOException {
    Map<String, byte[]> files = chainAfterKill();
    String log = newest(files, ".log");
    byte[] whole = files.get(log);
    for (int at = 0; at < whole.length; at += at < 40 || at > whole.length - 40 ? 1 : 37) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Outcome outcome = openDamaged(with(files, log, flipped));
      assertThat(outcome).as("bit in byte %d", at).isNotEqualTo(Outcome.UNHARMED);
    }
    report("bit flipped in the log");
  }

  @Test
  void aFlippedBitInATableIsRefusedOrHarmless() throws IOException {
    Map<String, byte[]> files = chainAfterKill();
    List<String> tables =
        new ArrayList<>(files.keySet().stream().filter(name -> name.endsWith(".sst")).toList());
    assertThat(tables).isNotEmpty();
    for (String table : tables) {
      byte[] whole = files.get(table);
      for (int at = 0; at < whole.length; at += at > whole.length - 60 ? 1 : 61) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << (at % 8));
        assertThat(openDamaged(with(files, table, flipped))).isNotEqualTo(Outcome.WENT_BACK);
      }
      Map<String, byte[]> missing = new TreeMap<>(files);
      missing.remove(table);
      assertThat(openDamaged(missing)).isEqualTo(Outcome.REFUSED);
      assertThat(openDamaged(with(files, table, Arrays.copyOf(whole, whole.length / 2))))
          .isEqualTo(Outcome.REFUSED);
    }
    report("bit flipped in a table, table cut or missing");
  }

  @Test
  void aFlippedBitInTheListOfFilesIsRefusedOrHarmless() throws IOException {
    Map<String, byte[]> files = chainAfterKill();
    for (String name : files.keySet()) {
      if (name.startsWith("MANIFEST") || name.equals("CURRENT")) {
        byte[] whole = files.get(name);
        for (int at = 0; at < whole.length; at += 3) {
          byte[] flipped = whole.clone();
          flipped[at] ^= (byte) (1 << (at % 8));
          assertThat(openDamaged(with(files, name, flipped))).isNotEqualTo(Outcome.WENT_BACK);
        }
      }
    }
    report("bit flipped in the list of files");
  }

  /** Returns where the last record of a log of RocksDB begins; blocks of 32 KiB, headers of 7. */
  private static int lastRecord(byte[] log) {
    int at = 0;
    int last = 0;
    while (at + 7 <= log.length) {
      int length = (log[at + 4] & 0xff) | (log[at + 5] & 0xff) << 8;
      int type = log[at + 6];
      if (type == 0) {
        break;
      }
      if (type == 1 || type == 2 || type == 5 || type == 6) {
        last = at;
      }
      at += (type >= 5 ? 11 : 7) + length;
      if (32768 - at % 32768 < 7) {
        at += 32768 - at % 32768;
      }
    }
    return last;
  }

  private void report(String fault) {
    System.out.printf(
        "%s: %d refused, %d went back to an earlier head and noticed, %d unharmed, 0 diverged%n",
        fault, outcomes[0], outcomes[1], outcomes[2]);
  }
}
