package io.nelumbo.prover;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.EngineException;
import io.nelumbo.engine.EngineStatus;
import io.nelumbo.engine.LibraryFile;
import io.nelumbo.engine.ProvingKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proving keys on disk, named by the fingerprint of their circuit: a key of another circuit can
 * never be taken by mistake.
 *
 * <p>Development keys are made on first use (1 to 3 s each) and kept. A file that is damaged is
 * made again. Several processes may share the folder: files appear by atomic rename and their
 * content is deterministic.
 */
public final class KeyCache {
  /** Apart, because a prover process that has nothing to log starts without a logging library. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);
  }

  private static final Pattern LABEL = Pattern.compile("[a-z0-9-]{0,32}");

  private final Path folder;
  private final CircuitLibrary circuits;
  private final String label;

  /** A cache of the keys of development networks in a folder, which is made when it is missing. */
  public KeyCache(Path folder, CircuitLibrary circuits) {
    this(folder, circuits, "");
  }

  /**
   * A cache of other development keys of the same circuits: a proof under one label's key does not
   * hold under another's.
   *
   * @param label at most 32 characters out of a-z, 0-9 and -; empty for the keys of development
   *     networks
   * @throws IllegalArgumentException when the label has another form
   */
  public KeyCache(Path folder, CircuitLibrary circuits, String label) {
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "the label of a development key has at most 32 characters out of a-z, 0-9 and -");
    }
    this.label = label;
    this.folder = folder.toAbsolutePath();
    this.circuits = circuits;
  }

  /** The user's cache: {@code ~/.cache/nelumbo/keys} or where {@code XDG_CACHE_HOME} points. */
  public static KeyCache ofUser(CircuitLibrary circuits) {
    return new KeyCache(LibraryFile.cacheFolder(System.getenv()).resolve("keys"), circuits);
  }

  /** Opens the development key of a circuit, made first if need be; the caller closes it. */
  public ProvingKey open(CircuitId circuit) {
    String fingerprint = circuits.fingerprint(circuit.id());
    String suffix = label.isEmpty() ? "" : "-" + label;
    Path file = folder.resolve(circuit.circuitName() + "-" + fingerprint + suffix + ".pk");
    if (!Files.exists(file)) {
      make(circuit, file);
    }
    try {
      return checked(ProvingKey.open(file), fingerprint, file);
    } catch (EngineException e) {
      if (e.status() != EngineStatus.BAD_KEY) {
        throw e;
      }
      Log.LOG.warn("The key file {} is damaged and is made again: {}", file, e.getMessage());
      // Not deleted first: the new file takes its place in one step, so others never find none.
      make(circuit, file);
      return checked(ProvingKey.open(file), fingerprint, file);
    }
  }

  private void make(CircuitId circuit, Path file) {
    Log.LOG.info(
        "Making the UNSAFE-DEV proving key of {} at {} (1 to 3 s, once)",
        circuit.circuitName(),
        file);
    circuits.writeDevelopmentKey(circuit.id(), label, file);
  }

  private static ProvingKey checked(ProvingKey key, String fingerprint, Path file) {
    if (!key.fingerprint().toString().equals(fingerprint)) {
      key.close();
      throw new ProverException(
          file
              + " belongs to circuit "
              + key.fingerprint()
              + ", not to "
              + fingerprint
              + "; delete it");
    }
    return key;
  }
}
