package io.nelumbo.cli;

import picocli.CommandLine;

/** The command line's entry. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code: 0 done, 1 refused or failed, 2 wrong
   * use or bad input.
   */
  public static void main(String[] arguments) {
    int status = commandLine().execute(arguments);
    System.out.flush();
    System.exit(status);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new NelumboCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(new Failures());
    line.setUsageHelpAutoWidth(true);
    return line;
  }
}
