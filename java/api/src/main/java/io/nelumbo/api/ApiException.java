package io.nelumbo.api;

/**
 * A call to a node that gave no answer, or an answer that says why not. The message is one line for
 * people: it names the field or the address at fault and holds no stack trace of the node.
 */
public final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What went wrong, in the terms of gRPC's status codes. */
  public enum Code {
    /** The request is malformed; the message names the field. */
    INVALID_ARGUMENT(3),
    /** The node took longer than the caller allows. */
    DEADLINE_EXCEEDED(4),
    /** No such transaction, block or anchor. */
    NOT_FOUND(5),
    /** A request or an answer is larger than allowed, or the node has too much to do. */
    RESOURCE_EXHAUSTED(8),
    /** The node knows the method but does not offer it. */
    UNIMPLEMENTED(12),
    /** The node failed; its log says more. */
    INTERNAL(13),
    /** No node answers at this address. */
    UNAVAILABLE(14);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    static Code ofNumber(int number) {
      for (Code code : values()) {
        if (code.number == number) {
          return code;
        }
      }
      return INTERNAL;
    }
  }

  private final Code code;

  public ApiException(Code code, String message) {
    super(message);
    this.code = code;
  }

  ApiException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
