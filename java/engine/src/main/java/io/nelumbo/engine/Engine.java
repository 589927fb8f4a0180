package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library of this process, after its handshake: found, of the right ABI version, known
 * answers tested. Every class of this package loads it on first use; an application calls {@link
 * #load} early to fail early. Thread-safe.
 */
public final class Engine {
  private static final int ABI_VERSION = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private static volatile @Nullable Engine instance;

  private final Path file;

  private Engine(Path file) {
    this.file = file;
  }

  /**
   * Loads the library on the first call (about 20 ms).
   *
   * @throws EngineException when it is missing, does not fit or gives a wrong answer; the message
   *     says what to do
   */
  public static Engine load() {
    Engine loaded = instance;
    return loaded != null ? loaded : loadOnce();
  }

  private static synchronized Engine loadOnce() {
    Engine loaded = instance;
    if (loaded == null) {
      loaded = handshake();
      instance = loaded;
    }
    return loaded;
  }

  private static Engine handshake() {
    Engine engine = new Engine(NativeLibrary.instance().file());
    int version = abiVersion();
    if (version != ABI_VERSION) {
      throw new EngineException(
          EngineStatus.UNSUPPORTED,
          engine.file
              + " has ABI version "
              + Integer.toUnsignedString(version)
              + ", this software needs "
              + ABI_VERSION
              + "; build it again with ./nelumbo build");
    }
    Symbols.bindAll();
    if (!NativeLibrary.missing().isEmpty()) {
      throw new EngineException(
          EngineStatus.UNSUPPORTED,
          engine.file
              + " lacks "
              + String.join(", ", new TreeSet<>(NativeLibrary.missing()))
              + "; build it again with ./nelumbo build");
    }
    Native.check(() -> (int) Symbols.Base.SELF_TEST.invokeExact());
    LOG.debug("native library: {}, kernel {}", engine.buildInfo(), engine.kernel());
    return engine;
  }

  private static int abiVersion() {
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(4);
      Native.check(() -> (int) Symbols.Base.ABI_VERSION.invokeExact(out));
      return out.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /** The kernel in use, as "portable" or "x86_adx". */
  public String kernel() {
    return Native.text(
        (out, length, written) -> (int) Symbols.Base.KERNEL_NAME.invokeExact(out, length, written));
  }

  /** Version, compiler and flags of the library. */
  public String buildInfo() {
    return Native.text(
        (out, length, written) -> (int) Symbols.Base.BUILD_INFO.invokeExact(out, length, written));
  }

  /** The processor's model and the features that matter, comma separated. */
  public String cpuFeatures() {
    return Native.text((out, length, written) ->
        (int) Symbols.Base.CPU_FEATURES.invokeExact(out, length, written));
  }

  /** The file that is mapped. */
  public Path file() {
    return file;
  }
}
