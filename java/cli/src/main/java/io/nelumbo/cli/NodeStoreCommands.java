package io.nelumbo.cli;

import io.nelumbo.engine.EngineException;
import io.nelumbo.node.app.ChainTools;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.node.app.DamageException;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands on the chain of a node that does not run. */
final class NodeStoreCommands {
  private static final long PROGRESS_NANOS = 1_000_000_000L;

  private NodeStoreCommands() {}

  /** What the three have in common: the folder, and what their exit codes mean. */
  abstract static class Tool implements Callable<Integer> {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description = "The node's data folder; the node must not run.")
    private Path data;

    @Mixin private Output output;

    /** Locks the folder. */
    ChainTools open(Path folder) throws ConfigException {
      return ChainTools.openReadOnly(folder);
    }

    /** Does the work and returns what to say of it. */
    abstract Map<String, Object> run(ChainTools tools)
        throws DamageException, ConfigException, IOException;

    @Override
    public final Integer call() {
      try (ChainTools tools = open(data)) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("whole", true);
        fields.putAll(run(tools));
        output.print(
            fields, () -> fields.forEach((k, v) -> Output.line(String.format("%-22s %s", k, v))));
        return 0;
      } catch (DamageException e) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("whole", false);
        fields.put("damage", e.getMessage());
        output.print(fields, () -> Output.line("DAMAGED: " + e.getMessage()));
        return CliException.REFUSED;
      } catch (ConfigException | StoreException | EngineException | IOException e) {
        throw CliException.badInput(String.valueOf(e.getMessage()));
      }
    }

    static Map<String, Object> head(Head head) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("height", head.height());
      fields.put("head_hash", head.hash().toString());
      fields.put("state_commitment", head.stateCommitment().toString());
      return fields;
    }

    /** A line about once a second. */
    static LongConsumer progress(String what) {
      long[] last = {System.nanoTime()};
      return height -> {
        long now = System.nanoTime();
        if (now - last[0] > PROGRESS_NANOS) {
          last[0] = now;
          Output.progress(what + " block " + height + " ...");
        }
      };
    }
  }

  /** Checks a store. */
  @Command(
      name = "verify-store",
      description = {
        "Checks all of a node's stored data: every checksum, then every block again from the"
            + " genesis on (signatures, proofs, roots, supply, nullifiers), then every record of"
            + " the store against what the blocks lead to; the journal of the mempool; the mark of"
            + " the head.",
        "Changes nothing in the folder; rights to read it are enough. Needs room for a second copy"
            + " of the state while it runs, in the folder for temporary files or that of"
            + " --scratch.",
        "Exit code 0: whole, 1: damaged (the output names the place), 2: could not be checked."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  ./nelumbo node verify-store --data a",
        "  ./nelumbo node verify-store --data a --json"
      })
  static final class VerifyStore extends Tool {
    @Option(
        names = "--scratch",
        paramLabel = "DIR",
        description = "A folder with room for a second copy of the state.")
    private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    Map<String, Object> run(ChainTools tools) throws DamageException, ConfigException, IOException {
      ChainTools.Whole whole = tools.verify(scratch, progress("checked"));
      Map<String, Object> fields = head(whole.head());
      fields.put("records", whole.records());
      fields.put("journal_transactions", whole.waiting());
      return fields;
    }
  }

  /** Writes blocks to a file. */
  @Command(
      name = "export",
      description = {
        "Writes every block from the genesis on to a new file, with checksums"
            + " (docs/protocol/chain.md 10). The file is whole or absent.",
        "Exit code 0: done, 1: the store is damaged, 2: anything else."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo node export --data a chain.nlb"})
  static final class Export extends Tool {
    @Parameters(paramLabel = "FILE", description = "The file to make; it must not exist.")
    private Path file = Path.of("");

    @Override
    Map<String, Object> run(ChainTools tools) throws DamageException, ConfigException, IOException {
      return head(tools.exportTo(file, progress("wrote")));
    }
  }

  /** Reads blocks from a file. */
  @Command(
      name = "import",
      description = {
        "Reads blocks from a file that export made, and judges each as one of a peer. The whole"
            + " file is checked first. Blocks that are there already are compared; an import that"
            + " was interrupted goes on where it was.",
        "Exit code 0: done, 1: the file or the store is damaged or a block was refused, 2: anything"
            + " else."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  ./nelumbo node init --data b --genesis a/genesis.toml",
        "  ./nelumbo node import --data b chain.nlb"
      })
  static final class Import extends Tool {
    @Parameters(paramLabel = "FILE", description = "The file to read.")
    private Path file = Path.of("");

    @Override
    ChainTools open(Path folder) throws ConfigException {
      return ChainTools.open(folder);
    }

    @Override
    Map<String, Object> run(ChainTools tools) throws DamageException, ConfigException, IOException {
      ChainTools.Imported imported = tools.importFrom(file, progress("imported"));
      Map<String, Object> fields = head(imported.head());
      fields.put("present", imported.present());
      fields.put("added", imported.added());
      return fields;
    }
  }
}
