package io.nelumbo.node.rpc;

/** A request that has no answer. The message is one line that names the field. */
final class RequestException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  enum Kind {
    INVALID,
    NOT_FOUND
  }

  private final Kind kind;

  private RequestException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static RequestException invalid(String message) {
    return new RequestException(Kind.INVALID, message);
  }

  static RequestException notFound(String message) {
    return new RequestException(Kind.NOT_FOUND, message);
  }

  Kind kind() {
    return kind;
  }
}
