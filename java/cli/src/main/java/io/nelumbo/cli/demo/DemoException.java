package io.nelumbo.cli.demo;

/** The demonstration deviated from what must happen. */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A deviation and what was seen. */
  public DemoException(String message) {
    super(message);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new DemoException(otherwise);
    }
  }
}
