package io.nelumbo.node.app;

/**
 * A file or folder that the operator gave cannot be used. The message is one line that names the
 * place (file, line and column where there are any), the field and the fix.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
