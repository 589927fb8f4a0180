package io.nelumbo.cli;

import picocli.CommandLine.IVersionProvider;

/** The project's version. */
final class Version implements IVersionProvider {
  static final String TEXT = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {"nelumbo " + TEXT};
  }
}
