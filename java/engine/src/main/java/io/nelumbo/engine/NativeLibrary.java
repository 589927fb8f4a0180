package io.nelumbo.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * The mapped native library and the binding of its functions. It stays mapped until the process
 * ends.
 */
final class NativeLibrary {
  private static final String FILE_NAME = "libnelumbo.so";
  private static final String OVERRIDE = "nelumbo.library";

  private static final Map<String, String> BOUND = new ConcurrentSkipListMap<>();
  private static final Set<String> MISSING = new ConcurrentSkipListSet<>();

  private static volatile @Nullable NativeLibrary instance;

  private final Path file;
  private final SymbolLookup symbols;

  private NativeLibrary(Path file, SymbolLookup symbols) {
    this.file = file;
    this.symbols = symbols;
  }

  /** The library of this process; EngineException when it cannot be found or mapped. */
  static NativeLibrary instance() {
    NativeLibrary mapped = instance;
    return mapped != null ? mapped : mapOnce();
  }

  private static synchronized NativeLibrary mapOnce() {
    NativeLibrary mapped = instance;
    if (mapped == null) {
      mapped = open(locate());
      instance = mapped;
    }
    return mapped;
  }

  Path file() {
    return file;
  }

  /** The names of all functions that classes of this module have bound so far. */
  static Set<String> bound() {
    return Set.copyOf(BOUND.keySet());
  }

  /**
   * The types that a bound function was given, a letter each, the result last: P pointer, L 64
   * bits, I 32 bits, V void.
   */
  static String shape(String name) {
    return BOUND.getOrDefault(name, "");
  }

  /** Those of {@link #bound} that the library lacks. */
  static Set<String> missing() {
    return Set.copyOf(MISSING);
  }

  /** Binds a function that returns a status. */
  static MethodHandle status(String name, MemoryLayout... arguments) {
    return instance().bind(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /** Binds a free function. */
  static MethodHandle release(String name) {
    return instance().bind(name, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
  }

  private MethodHandle bind(String name, FunctionDescriptor type) {
    BOUND.put(name, shape(type.toMethodType()));
    Optional<MemorySegment> symbol = symbols.find(name);
    if (symbol.isEmpty()) {
      MISSING.add(name);
      return refusing(name, type.toMethodType());
    }
    return Linker.nativeLinker().downcallHandle(symbol.get(), type);
  }

  private static String shape(MethodType type) {
    StringBuilder out = new StringBuilder();
    for (Class<?> parameter : type.parameterList()) {
      out.append(parameter == long.class ? 'L' : parameter == int.class ? 'I' : 'P');
    }
    return out.append(type.returnType() == int.class ? 'I' : 'V').toString();
  }

  /** A handle that says which function is missing when it is called. */
  private static MethodHandle refusing(String name, MethodType type) {
    RuntimeException missing =
        new EngineException(
            EngineStatus.UNSUPPORTED,
            "the native library lacks " + name + "; build it again with ./nelumbo build");
    MethodHandle thrower =
        MethodHandles.throwException(type.returnType(), RuntimeException.class).bindTo(missing);
    return MethodHandles.dropArguments(thrower, 0, type.parameterList());
  }

  static Path locate() {
    String override = System.getProperty(OVERRIDE);
    if (override != null) {
      Path file = Path.of(override);
      if (!Files.isRegularFile(file)) {
        throw new EngineException(
            EngineStatus.INTERNAL, "-D" + OVERRIDE + "=" + override + " is not a file");
      }
      return file;
    }
    try {
      return LibraryFile.locate(NativeLibrary.class, FILE_NAME);
    } catch (IOException e) {
      throw new EngineException(
          EngineStatus.INTERNAL, "the native library does not load: " + e.getMessage(), e);
    }
  }

  private static NativeLibrary open(Path file) {
    try {
      return new NativeLibrary(file, SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalCallerException e) {
      throw new EngineException(
          EngineStatus.INTERNAL,
          "native access is refused; start Java with --enable-native-access=ALL-UNNAMED",
          e);
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          EngineStatus.INTERNAL,
          file + " is not a library for this machine; build it again with ./nelumbo build",
          e);
    }
  }
}
