package io.nelumbo.engine;

/** Failures of the native library, which tests cannot make it have. */
public final class EngineFailures {

  private EngineFailures() {}

  public static EngineException of(EngineStatus status) {
    return new EngineException(status, "the engine failed with " + status + ", on purpose");
  }
}
