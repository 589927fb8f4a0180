package io.nelumbo.engine;

/**
 * Why the native library could not do what was asked: the status codes of nelumbo.h other than OK.
 */
public enum EngineStatus {
  /** An argument is out of range; a mistake of the caller. */
  BAD_ARGUMENT(1),
  /** Bytes are not the encoding of a value. */
  BAD_ENCODING(2),
  /** A key or a key file is malformed or does not fit. */
  BAD_KEY(3),
  /** The native side could not allocate. */
  OUT_OF_MEMORY(4),
  /** This machine, kernel or build cannot do it. */
  UNSUPPORTED(5),
  /** The caller cancelled it. */
  CANCELLED(6),
  /** A device failed. */
  DEVICE(7),
  /** The library is missing, does not fit this software or failed its own checks. */
  INTERNAL(99);

  private final int code;

  EngineStatus(int code) {
    this.code = code;
  }

  /** The code in nelumbo.h. */
  public int code() {
    return code;
  }

  static EngineStatus ofCode(int code) {
    for (EngineStatus status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    return INTERNAL;
  }
}
