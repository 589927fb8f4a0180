package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.value.FieldElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The development key of transfer-1x2 and one solved witness, made by the circuits' own command and
 * kept under target/.
 */
final class DevelopmentKey {
  static final Path KEY = file("setup", "key");
  static final Path WITNESS = file("witness", "witness");

  private static final BigInteger R_INVERSE =
      BigInteger.TWO.pow(256).modInverse(FieldElement.MODULUS);

  private DevelopmentKey() {}

  private static Path file(String command, String kind) {
    try {
      Path circuits = Vectors.root().resolve("circuits").toAbsolutePath();
      byte[] pinned = Files.readAllBytes(circuits.resolve("transfer/fingerprint.txt"));
      String hash =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pinned), 0, 8);
      Path file =
          Path.of(System.getProperty("java.io.tmpdir"))
              .toAbsolutePath()
              .resolve("transfer-1x2-" + hash + "." + kind);
      if (!Files.exists(file)) {
        make(circuits, command, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void make(Path circuits, String command, Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                "go",
                "run",
                "./cmd/circuits",
                command,
                "--circuit",
                "transfer-1x2",
                "--out",
                file.toString())
            .directory(circuits.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(file).as(output).exists();
  }

  /** Copies the solved witness into a buffer of the same circuit. */
  static void fill(WitnessBuffer buffer) {
    try {
      byte[] all = Files.readAllBytes(WITNESS);
      int wires = Math.toIntExact(buffer.wires() * 32);
      int rows = Math.toIntExact(buffer.domainSize() * 32);
      assertThat(all).hasSize(wires + 3 * rows);
      put(buffer.addressW(), all, 0, wires);
      put(buffer.addressA(), all, wires, rows);
      put(buffer.addressB(), all, wires + rows, rows);
      put(buffer.addressC(), all, wires + 2 * rows, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #fill}, with zero in place of the last private wire. */
  static void fillWithAWrongWire(WitnessBuffer buffer) {
    fill(buffer);
    put(buffer.addressW() + 32 * (buffer.wires() - 1), new byte[32], 0, 32);
  }

  private static void put(long address, byte[] all, int from, int length) {
    MemorySegment target = MemorySegment.ofAddress(address).reinterpret(length);
    MemorySegment.copy(all, from, target, ValueLayout.JAVA_BYTE, 0, length);
  }

  /** The public inputs of the witness: wires 1 to n, out of Montgomery form. */
  static byte[] publicInputs(int count) {
    try {
      byte[] all = Files.readAllBytes(WITNESS);
      byte[] out = new byte[32 * count];
      for (int i = 0; i < count; i++) {
        byte[] limbs = Arrays.copyOfRange(all, 32 * (i + 1), 32 * (i + 2));
        BigInteger value =
            new BigInteger(1, Vectors.reverse(limbs)).multiply(R_INVERSE).mod(FieldElement.MODULUS);
        byte[] bigEndian = value.toByteArray();
        for (int j = 0; j < Math.min(32, bigEndian.length); j++) {
          out[32 * i + j] = bigEndian[bigEndian.length - 1 - j];
        }
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
