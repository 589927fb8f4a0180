package io.nelumbo.prover;

/** A proof could not be made; the message says why and holds no secret. */
public final class ProverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with its reason. */
  public ProverException(String message) {
    super(message);
  }

  /** The same with its cause. */
  public ProverException(String message, Throwable cause) {
    super(message, cause);
  }
}
