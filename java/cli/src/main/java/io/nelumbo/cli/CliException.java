package io.nelumbo.cli;

/** An end of a command with a message for the user and an exit code. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final int REFUSED = 1;
  static final int BAD_INPUT = 2;

  private final int exitCode;

  private CliException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command was understood but did not succeed. */
  static CliException refused(String message) {
    return new CliException(REFUSED, message);
  }

  /** Something the user gave is wrong; the message names it and the fix. */
  static CliException badInput(String message) {
    return new CliException(BAD_INPUT, message);
  }

  int exitCode() {
    return exitCode;
  }
}
