package io.nelumbo.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description =
        "Prints a script with which a shell completes commands, options and their values.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  bash, this session:  source <(./nelumbo completion bash)",
      "  bash, for good:      ./nelumbo completion bash"
          + " > ~/.local/share/bash-completion/completions/nelumbo",
      "  zsh, for good:       ./nelumbo completion zsh > ~/.nelumbo-completion.zsh",
      "                       echo 'source ~/.nelumbo-completion.zsh' >> ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      description = "bash or zsh.",
      completionCandidates = Shells.class)
  private String shell;

  /** The values of SHELL. */
  static final class Shells extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Shells() {
      super(SHELLS);
    }
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw CliException.badInput("SHELL: '" + shell + "' is neither bash nor zsh");
    }
    CommandLine root = spec.root().commandLine();
    // One script for both: it turns zsh's emulation of bash completion on by itself.
    Output.line(AutoComplete.bash(root.getCommandName(), root));
    return 0;
  }
}
