package io.nelumbo.circuits;

import io.nelumbo.engine.LibraryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The door to the circuits: compiled and solved by gnark, in Go, inside this process.
 *
 * <p>Thread-safe. Calls last from milliseconds (solve) to seconds (keys); make them on platform
 * threads of your own, never on an event loop or a virtual thread. The Go heap may keep copies of
 * the assignment and of the witness after a call; run the prover in a process of its own where that
 * matters.
 */
public final class CircuitLibrary {
  private static final int STATUS_OK = 0;
  private static final int STATUS_BAD_ARGUMENT = 1;
  private static final int STATUS_BAD_ENCODING = 2;
  private static final int STATUS_UNSATISFIED = 8;
  private static final int PROOF_BYTES = 192;
  private static final int PUBLIC_INPUTS_BYTES = 64 * 32;
  private static final int MESSAGE_BYTES = 4096;
  private static final int REPORT_BYTES = 1 << 20;
  private static final Pattern FINGERPRINT = Pattern.compile("\"fingerprint\":\"([0-9a-f]{64})\"");

  private CircuitLibrary() {}

  /**
   * Loads the library, once in a process.
   *
   * @throws CircuitException when it cannot be found or mapped; the message says what to do
   */
  public static CircuitLibrary load() {
    return Holder.INSTANCE;
  }

  private static final class Holder {
    static final CircuitLibrary INSTANCE = open();

    private static CircuitLibrary open() {
      try {
        String configured = System.getProperty("nelumbo.circuits.library");
        Path file =
            configured != null
                ? Path.of(configured)
                : LibraryFile.locate(CircuitLibrary.class, "libnelumbo_circuits.so");
        System.load(file.toAbsolutePath().toString());
        return new CircuitLibrary();
      } catch (IOException | UnsatisfiedLinkError e) {
        throw new CircuitException("the circuit library does not load: " + e.getMessage(), e);
      }
    }
  }

  /** What a description contains beyond counts and fingerprint. */
  public enum Depth {
    /** Counts per part, public inputs, fingerprint: compiled in about 0.1 s. */
    COUNTS,
    /**
     * Also the pinned fingerprint, the keys' IC points, false statements for each clause, mutants
     * of every wire, a verdict: seconds.
     */
    CHECKS
  }

  /** A JSON object that describes a circuit; its fields are listed in docs/guides/circuits.md. */
  public String describe(int circuit, Depth depth) {
    ByteBuffer text = direct(REPORT_BYTES);
    check(NativeCircuits.describe(circuit, depth.ordinal(), text), text);
    return text(text);
  }

  /** A circuit's fingerprint in hexadecimal (docs/protocol/transfer.md 6). */
  public String fingerprint(int circuit) {
    Matcher matcher = FINGERPRINT.matcher(describe(circuit, Depth.COUNTS));
    if (!matcher.find()) {
      throw new CircuitException("the description of circuit " + circuit + " has no fingerprint");
    }
    return matcher.group(1);
  }

  /**
   * Solves the circuit for an assignment (docs/protocol/transfer.md 5) and writes the witness.
   *
   * @throws UnsatisfiedException when the statement is false
   * @throws IllegalArgumentException when the bytes are not an assignment of this circuit, or the
   *     target does not fit
   */
  public void solve(int circuit, byte[] assignment, WitnessTarget target) {
    ByteBuffer text = direct(MESSAGE_BYTES);
    ByteBuffer input = direct(assignment);
    try {
      check(
          NativeCircuits.solve(
              circuit,
              input,
              target.wiresAddress(),
              target.wires(),
              target.aAddress(),
              target.bAddress(),
              target.cAddress(),
              target.rows(),
              text),
          text);
    } finally {
      wipe(input);
    }
  }

  /**
   * Makes the circuit's UNSAFE-DEV key file (1 to 3 s; 3 and 6 MB): deterministic, its toxic waste
   * is public.
   *
   * @param label empty for the key of development networks; otherwise at most 32 characters out of
   *     a-z, 0-9 and -, for another key of the same circuit
   * @param path its folder is created, the file appears by an atomic rename
   * @throws IllegalArgumentException when the circuit is unknown or the label has another form
   */
  public void writeDevelopmentKey(int circuit, String label, Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new CircuitException("the key folder cannot be made: " + e.getMessage(), e);
    }
    ByteBuffer text = direct(MESSAGE_BYTES);
    String labelAndPath = label + "\0" + path.toAbsolutePath();
    ByteBuffer name = direct(labelAndPath.getBytes(StandardCharsets.UTF_8));
    check(NativeCircuits.writeDevelopmentKey(circuit, name, text), text);
  }

  /** Solves and proves with gnark under the development key: a peer to compare with. */
  public GnarkProof gnarkProve(int circuit, byte[] assignment) {
    ByteBuffer text = direct(MESSAGE_BYTES);
    ByteBuffer input = direct(assignment);
    ByteBuffer out = direct(PROOF_BYTES + PUBLIC_INPUTS_BYTES);
    try {
      check(NativeCircuits.prove(circuit, input, out, text), text);
    } finally {
      wipe(input);
    }
    String[] answer = text(text).split(" ", 2);
    byte[] all = new byte[out.capacity()];
    out.get(0, all);
    int end = PROOF_BYTES + 32 * Integer.parseInt(answer[0]);
    return new GnarkProof(
        Arrays.copyOf(all, PROOF_BYTES),
        Arrays.copyOfRange(all, PROOF_BYTES, end),
        Long.parseLong(answer[1]));
  }

  /**
   * Whether gnark accepts a proof (192 bytes) of public inputs (32 bytes each, canonical) under the
   * development key.
   *
   * @throws IllegalArgumentException when the circuit is unknown or a length is another one
   */
  public boolean gnarkVerify(int circuit, byte[] proof, byte[] publicInputs) {
    if (proof.length != PROOF_BYTES) {
      throw new IllegalArgumentException(
          "proof has " + proof.length + " bytes, " + PROOF_BYTES + " are needed");
    }
    byte[] statement = Arrays.copyOf(proof, proof.length + publicInputs.length);
    System.arraycopy(publicInputs, 0, statement, proof.length, publicInputs.length);
    ByteBuffer text = direct(MESSAGE_BYTES);
    check(NativeCircuits.verify(circuit, direct(statement), text), text);
    return text(text).equals("valid");
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer direct(byte[] content) {
    return direct(content.length).put(0, content);
  }

  private static void wipe(ByteBuffer buffer) {
    buffer.put(0, new byte[buffer.capacity()]);
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.getInt(0)];
    buffer.get(4, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void check(int status, ByteBuffer text) {
    switch (status) {
      case STATUS_OK -> {}
      case STATUS_BAD_ARGUMENT, STATUS_BAD_ENCODING ->
          throw new IllegalArgumentException(text(text));
      case STATUS_UNSATISFIED -> throw new UnsatisfiedException(text(text));
      default -> throw new CircuitException(text(text));
    }
  }
}
