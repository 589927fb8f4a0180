package io.nelumbo.engine;

import io.nelumbo.core.value.Bytes32;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A mapped proving key file (docs/protocol/keys.md 8 to 10). Shareable between threads. */
public final class ProvingKey extends NativeHandle {
  private final ProvingKeyInfo info;
  private final Bytes32 fingerprint;
  private final Bytes32 verifyingKeyHash;

  private ProvingKey(MemorySegment pointer) {
    super(pointer);
    try (Scratch scratch = new Scratch()) {
      MemorySegment header = scratch.out(64);
      MemorySegment circuit = scratch.out(32);
      MemorySegment hash = scratch.out(32);
      Native.check(
          () -> (int) Symbols.Groth16.PROVING_KEY_INFO.invokeExact(pointer, header, circuit, hash));
      long[] fields = Scratch.longs(header);
      info =
          new ProvingKeyInfo(
              Curve.ofCode(fields[0]),
              fields[1],
              fields[2],
              fields[3],
              fields[4],
              (fields[5] & 1) != 0,
              fields[6]);
      fingerprint = Bytes32.of(Scratch.copy(circuit));
      verifyingKeyHash = Bytes32.of(Scratch.copy(hash));
    }
  }

  /**
   * Maps and checks a key file.
   *
   * @throws EngineException BAD_KEY when it is not one; the message names the field
   */
  public static ProvingKey open(Path file) {
    Engine.load();
    byte[] name = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    MemorySegment pointer;
    try (Scratch scratch = new Scratch()) {
      MemorySegment out = scratch.out(8);
      MemorySegment path = scratch.in(name);
      long length = name.length;
      Native.check(() -> (int) Symbols.Groth16.PROVING_KEY_OPEN.invokeExact(out, path, length));
      pointer = out.get(ValueLayout.ADDRESS, 0);
    }
    try {
      return new ProvingKey(pointer);
    } catch (RuntimeException e) {
      Native.release(Symbols.Groth16.PROVING_KEY_FREE, pointer);
      throw e;
    }
  }

  /** The header's counts. */
  public ProvingKeyInfo info() {
    return info;
  }

  /** The fingerprint of the circuit that the key belongs to. */
  public Bytes32 fingerprint() {
    return fingerprint;
  }

  /** The identity of the verifying key that belongs to it. */
  public Bytes32 verifyingKeyHash() {
    return verifyingKeyHash;
  }

  /** The verifying key's bytes inside the file. */
  public byte[] verifyingKeyBytes() {
    try (Use self = use()) {
      return Native.bytes((out, length, written) ->
          (int)
              Symbols.Groth16.PROVING_KEY_VERIFYING_KEY.invokeExact(
                  self.pointer(), out, length, written));
    }
  }

  @Override
  String name() {
    return "proving key";
  }

  @Override
  void free(MemorySegment object) {
    Native.release(Symbols.Groth16.PROVING_KEY_FREE, object);
  }
}
