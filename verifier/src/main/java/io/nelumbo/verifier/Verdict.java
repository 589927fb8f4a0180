package io.nelumbo.verifier;

/**
 * What a node says about one transaction or block (docs/protocol/transactions.md 10).
 *
 * <p>{@code detail} is one line for people that names the field; it never holds secrets.
 */
public sealed interface Verdict {

  /** Valid now: may be stored and relayed. */
  record Accept() implements Verdict {
    private static final Accept INSTANCE = new Accept();
  }

  /** Of no use to this node, and nobody's fault. */
  record Ignore(Reason code, String detail) implements Verdict {}

  /** Not valid now; may become valid. */
  record Defer(Reason code, String detail) implements Verdict {}

  /** Not valid on this chain. */
  record Reject(Reason code, String detail) implements Verdict {}

  /** The one acceptance. */
  static Verdict accept() {
    return Accept.INSTANCE;
  }

  /** Makes an {@link Ignore}. */
  static Verdict ignore(Reason code, String detail) {
    return new Ignore(code, detail);
  }

  /** Makes a {@link Defer}. */
  static Verdict defer(Reason code, String detail) {
    return new Defer(code, detail);
  }

  /** Makes a {@link Reject}. */
  static Verdict reject(Reason code, String detail) {
    return new Reject(code, detail);
  }

  /** Returns whether this is an acceptance. */
  default boolean accepted() {
    return this instanceof Accept;
  }
}
