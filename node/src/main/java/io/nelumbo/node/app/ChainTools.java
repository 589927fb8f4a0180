package io.nelumbo.node.app;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.node.admission.AdmissionLimits;
import io.nelumbo.node.admission.AdmissionMeter;
import io.nelumbo.node.admission.NodeAdmission;
import io.nelumbo.node.admission.Origin;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.ledger.HeadMark;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.ledger.LedgerAudit;
import io.nelumbo.node.ledger.LedgerException;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.node.ledger.TreeHash;
import io.nelumbo.node.mempool.Mempool;
import io.nelumbo.node.mempool.MempoolJournal;
import io.nelumbo.node.mempool.MempoolLimits;
import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.RocksStore;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.verifier.BlockVerifier;
import io.nelumbo.verifier.EngineChecks;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.TransactionVerifier;
import io.nelumbo.verifier.Verdict;
import io.nelumbo.verifier.VerifierListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * What can be done with a node's chain while the node does not run: check it, write it to a file,
 * read it from one. Each locks the data folder.
 *
 * <p>All methods throw {@link DamageException} when stored bytes are wrong, {@link ConfigException}
 * when something that the operator gave cannot be used, and StoreException or IOException when the
 * disk fails. {@code progress} hears the height of each block that is done.
 */
public final class ChainTools implements AutoCloseable {
  private final DataDirectory directory;
  private final NetworkParameters parameters;
  private final EngineChecks checks;
  private final TransactionVerifier verifier;

  /**
   * What a check found whole.
   *
   * @param records in the store
   * @param waiting transactions in the journal of the mempool
   */
  public record Whole(Head head, long records, long waiting) {}

  /**
   * What an import did.
   *
   * @param present blocks that were there already
   * @param added blocks that were judged and written
   */
  public record Imported(Head head, long present, long added) {}

  private ChainTools(DataDirectory directory, NetworkParameters parameters, EngineChecks checks) {
    this.directory = directory;
    this.parameters = parameters;
    this.checks = checks;
    verifier = new TransactionVerifier(checks, VerifierListener.NONE);
  }

  /** Locks a data folder and opens what is needed to judge its blocks. */
  public static ChainTools open(Path dataFolder) throws ConfigException {
    requireGenesis(dataFolder);
    return open(DataDirectory.openForTool(dataFolder));
  }

  /**
   * As {@link #open}, for what changes nothing in the folder: {@link #verify} and {@link
   * #exportTo}. Rights to read the folder are enough.
   */
  public static ChainTools openReadOnly(Path dataFolder) throws ConfigException {
    requireGenesis(dataFolder);
    return open(DataDirectory.openReadOnly(dataFolder));
  }

  private static void requireGenesis(Path dataFolder) throws ConfigException {
    if (!Files.exists(dataFolder.resolve(GenesisFile.FILE))) {
      throw new ConfigException(
          dataFolder + ": has no " + GenesisFile.FILE + "; name the data folder of a node");
    }
  }

  private static ChainTools open(DataDirectory directory) throws ConfigException {
    try {
      Genesis genesis = GenesisFile.read(directory.genesis());
      NetworkParameters parameters = NetworkParameters.of(genesis);
      EngineChecks checks =
          EngineChecks.open(parameters, VerifyingKeyFiles.read(directory, genesis), 0);
      return new ChainTools(directory, parameters, checks);
    } catch (ConfigException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Checks the store, the journal and the mark of the head; changes nothing.
   *
   * @param room a folder with room for a second copy of the state, in which a new folder is made
   *     and removed again
   */
  public Whole verify(Path room, LongConsumer progress)
      throws DamageException, ConfigException, IOException {
    requireChain();
    if (!Files.isDirectory(room)) {
      throw new ConfigException(room + ": is no folder");
    }
    Path scratchFolder = Files.createTempDirectory(room, "nelumbo-verify-");
    try {
      return verifyWith(scratchFolder, progress);
    } catch (LedgerException e) {
      throw new DamageException(directory.chain() + ": " + e.getMessage(), e);
    } catch (StoreException e) {
      throw damageOr(e);
    } finally {
      remove(scratchFolder);
    }
  }

  private Whole verifyWith(Path scratchFolder, LongConsumer progress) {
    Optional<HeadMark> mark = HeadMark.openReadOnly(Disk.SYSTEM, directory.headMark());
    try (RocksStore store = RocksStore.openReadOnly(directory.chain());
        RocksStore scratch = RocksStore.openScratch(scratchFolder)) {
      LedgerAudit.Result result =
          new LedgerAudit(
                  new StoredLedger.Medium(store, mark),
                  scratch,
                  parameters,
                  TreeHash.ENGINE,
                  new BlockVerifier(verifier))
              .run(progress);
      return new Whole(
          result.head(),
          result.records(),
          MempoolJournal.check(Disk.SYSTEM, directory.mempoolJournal()));
    } finally {
      mark.ifPresent(HeadMark::close);
    }
  }

  /** Writes the blocks to a new file, whole or not at all; returns the last one's place. */
  public Head exportTo(Path file, LongConsumer progress)
      throws DamageException, ConfigException, IOException {
    requireChain();
    if (Files.exists(file)) {
      throw new ConfigException(file + ": exists already; choose another name");
    }
    try (StoredLedger ledger =
        StoredLedger.open(
            RocksStore.openReadOnly(directory.chain()), parameters, TreeHash.ENGINE)) {
      new ChainExport(Disk.SYSTEM, file).write(ledger, progress);
      return ledger.head();
    } catch (LedgerException e) {
      throw new DamageException(directory.chain() + ": " + e.getMessage(), e);
    } catch (StoreException e) {
      throw damageOr(e);
    }
  }

  /**
   * Reads blocks from a file, each judged as one of a peer. The whole file is checked before the
   * first block is taken; an import that was interrupted goes on where it was.
   */
  public Imported importFrom(Path file, LongConsumer progress)
      throws DamageException, ConfigException, IOException {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(file + ": is no file");
    }
    long blocks = checkFile(file);
    try (Ledger ledger = ChainFolder.openLedger(directory, Media.SYSTEM, parameters);
        NodeAdmission admission =
            new NodeAdmission(
                new NodeAdmission.Rooms(ledger, new Mempool(MempoolLimits.DEFAULT), verifier),
                AdmissionLimits.DEFAULT,
                AdmissionMeter.NONE)) {
      long before = ledger.height();
      try (ChainFile.Reader reader = new ChainFile.Reader(file)) {
        reader.next(Block.MAX_LENGTH);
        for (long height = 1; height <= blocks; height++) {
          take(reader.next(Block.MAX_LENGTH), height, ledger, admission);
          progress.accept(height);
        }
      }
      return new Imported(ledger.head(), Math.min(before, blocks), ledger.height() - before);
    } catch (LedgerException e) {
      throw new DamageException(directory.chain() + ": " + e.getMessage(), e);
    } catch (StoreException e) {
      throw damageOr(e);
    }
  }

  /** Reads a file to its end and returns how many blocks it has. */
  private long checkFile(Path file) throws DamageException, ConfigException, IOException {
    try (ChainFile.Reader reader = new ChainFile.Reader(file)) {
      byte[] genesis = reader.next(Block.MAX_LENGTH);
      if (!Arrays.equals(genesis, parameters.genesis().bytes())) {
        throw new ConfigException(
            file + ": is of a network with another genesis than " + directory.genesis());
      }
      long blocks = 0;
      while (reader.next(Block.MAX_LENGTH).length > 0) {
        blocks++;
      }
      return blocks;
    }
  }

  private static void take(byte[] bytes, long height, Ledger ledger, NodeAdmission admission)
      throws DamageException {
    if (height <= ledger.height()) {
      if (!Arrays.equals(bytes, ledger.blockBytes(height).orElse(null))) {
        throw new DamageException(
            "block " + height + ": is another one than this node has; nothing was changed");
      }
      return;
    }
    Verdict verdict;
    try {
      verdict = admission.submitBlock(bytes, Origin.LOCAL).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreException failed
          ? failed
          : new LedgerException("block " + height + ": " + e.getCause());
    }
    if (!verdict.accepted()) {
      throw new DamageException(
          "block " + height + ": was refused (" + verdict + "); those before it were kept");
    }
  }

  private void requireChain() throws ConfigException {
    if (!Files.isDirectory(directory.chain())) {
      throw new ConfigException(directory.root() + ": has no chain yet; run the node first");
    }
  }

  /** Turns damage into the exception for it, and lets other failures pass. */
  private static DamageException damageOr(StoreException failure) {
    if (failure.damaged()) {
      return new DamageException(String.valueOf(failure.getMessage()), failure);
    }
    throw failure;
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    checks.close();
    directory.close();
  }
}
