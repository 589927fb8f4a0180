package io.nelumbo.cli;

import io.nelumbo.bench.TransferBench;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The group of measurements. */
@Command(
    name = "bench",
    description = "Measures.",
    mixinStandardHelpOptions = true,
    subcommands = BenchCommand.Transfer.class)
final class BenchCommand {

  /** The transfer circuit: ours and gnark's, interleaved. */
  @Command(
      name = "transfer",
      description = {
        "Solves, proves and verifies transfers with our engine and with gnark, in turns, in this"
            + " process, and prints medians and ratios.",
        "Every proof is verified by both."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo bench transfer --rounds 15 --json"})
  static final class Transfer implements Callable<Integer> {
    @Option(
        names = "--rounds",
        defaultValue = "9",
        description = "Measured rounds, 3 to 1000 (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
        names = "--threads",
        defaultValue = "0",
        description = "Threads of our engine; 0 means one per processor, as gnark uses.")
    private int threads;

    @Mixin private Output output;

    @Override
    public Integer call() {
      if (rounds < 3 || rounds > 1000) {
        throw CliException.badInput("--rounds: " + rounds + " is not in 3 to 1000");
      }
      if (threads < 0 || threads > 256) {
        throw CliException.badInput("--threads: " + threads + " is not in 0 to 256");
      }
      Map<String, Object> report = new TransferBench(rounds, threads, Output::progress).run();
      output.print(report, () -> TransferBench.lines(report).forEach(Output::line));
      return 0;
    }
  }
}
