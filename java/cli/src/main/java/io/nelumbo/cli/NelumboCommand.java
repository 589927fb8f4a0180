package io.nelumbo.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root: it only names the groups. */
@Command(
    name = "nelumbo",
    description =
        "Private transactions in a Java node: run a node, keep a wallet, check circuits and"
            + " proofs.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      NodeCommand.class,
      WalletCommand.class,
      CircuitsCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Of the launcher itself: ./nelumbo build | test | format",
      "",
      "Examples:",
      "  ./nelumbo demo",
      "  ./nelumbo node init --data ~/nelumbo/a --dev",
      "  ./nelumbo wallet new --wallet ~/nelumbo/alice",
      "",
      "Exit codes: 0 done, 1 refused or failed, 2 wrong use or bad input."
    })
final class NelumboCommand {}
