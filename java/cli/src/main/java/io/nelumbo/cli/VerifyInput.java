package io.nelumbo.cli;

import io.nelumbo.engine.Curve;
import io.nelumbo.engine.Encoding;
import io.nelumbo.engine.EngineException;
import io.nelumbo.engine.EngineStatus;
import io.nelumbo.engine.Foreign;
import io.nelumbo.engine.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A verifying key, a proof and public inputs from files of any supported format. What cannot be
 * used is a CliException that names option, file, place and fix; a proof or input that is readable
 * but none of its kind is an {@link Invalid}.
 */
final class VerifyInput {
  private static final int MAX_FILE = 4 << 20;

  /** The proof does not hold, and this is why, before any pairing. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  private final @Nullable VerifyFormat forced;
  private final @Nullable Curve wanted;

  VerifyInput(@Nullable VerifyFormat forced, @Nullable Curve wanted) {
    this.forced = forced;
    this.wanted = wanted;
  }

  /** Opens the key under every rule of docs/protocol/keys.md 7. */
  VerifyingKey key(Path file) {
    byte[] bytes = read("--vk", file);
    try {
      VerifyingKey key = VerifyingKey.open(keyBytes(bytes));
      if (wanted != null && key.curve() != wanted) {
        key.close();
        throw new IllegalArgumentException(
            "the key is over "
                + key.curve().title()
                + ", not "
                + wanted.title()
                + "; leave --curve out or name the key's curve");
      }
      return key;
    } catch (EngineException | IllegalArgumentException | SnarkjsJson.NotCanonical e) {
      throw CliException.badInput("--vk: " + file + ": " + e.getMessage());
    }
  }

  private byte[] keyBytes(byte[] bytes) {
    VerifyFormat format = forced != null ? forced : VerifyFormat.ofKey(bytes);
    return switch (format) {
      case RAW -> bytes;
      case GNARK -> {
        if (wanted == null) {
          throw new IllegalArgumentException(
              "no JSON and no NLBVKEY1: read as a gnark key, which does not name its curve; add"
                  + " --curve bn254 or --curve bls12-381");
        }
        yield Foreign.verifyingKey(wanted, Encoding.GNARK, bytes);
      }
      case SNARKJS -> {
        SnarkjsJson json = SnarkjsJson.parse(bytes);
        Curve named = json.curve();
        Curve curve = named != null ? named : wanted;
        if (curve == null) {
          throw new IllegalArgumentException(
              "curve: is missing; add --curve bn254 or --curve bls12-381");
        }
        yield Foreign.verifyingKey(curve, Encoding.AFFINE, json.verifyingKey(curve));
      }
    };
  }

  /** The proof in the engine's own encoding. */
  byte[] proof(Path file, Curve curve) throws Invalid {
    byte[] bytes = read("--proof", file);
    VerifyFormat format = forced != null ? forced : VerifyFormat.ofProof(bytes, curve.proofBytes());
    try {
      return switch (format) {
        case RAW -> {
          requireLength(bytes, curve);
          yield Foreign.proof(curve, Encoding.NELUMBO, bytes);
        }
        case GNARK -> Foreign.proof(curve, Encoding.GNARK, bytes);
        case SNARKJS ->
            Foreign.proof(curve, Encoding.AFFINE, SnarkjsJson.parse(bytes).proof(curve));
      };
    } catch (SnarkjsJson.NotCanonical e) {
      throw new Invalid("proof: " + e.getMessage());
    } catch (EngineException e) {
      if (e.status() == EngineStatus.BAD_ENCODING) {
        throw new Invalid(String.valueOf(e.getMessage()));
      }
      throw CliException.badInput("--proof: " + file + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw CliException.badInput("--proof: " + file + ": " + e.getMessage());
    }
  }

  private static void requireLength(byte[] bytes, Curve curve) {
    if (bytes.length != curve.proofBytes() && bytes.length != 2 * curve.proofBytes()) {
      throw new IllegalArgumentException(
          "has "
              + bytes.length
              + " bytes, a proof over "
              + curve.title()
              + " has "
              + curve.proofBytes()
              + " (compressed) or "
              + 2 * curve.proofBytes());
    }
  }

  /** The public inputs, 32 bytes little-endian each, checked to be canonical. */
  byte[] publicInputs(Path file, VerifyingKey key) throws Invalid {
    byte[] bytes = read("--public", file);
    VerifyFormat format = forced != null ? forced : VerifyFormat.ofPublicInputs(bytes);
    try {
      byte[] inputs =
          switch (format) {
            case RAW -> bytes;
            case GNARK -> GnarkWitness.publicInputs(bytes);
            case SNARKJS -> jsonInputs(bytes, key);
          };
      if (inputs.length != 32 * key.publicInputs()) {
        throw new IllegalArgumentException(
            "has "
                + inputs.length
                + " bytes of public inputs, but the key has "
                + key.publicInputs()
                + " public inputs of 32 bytes");
      }
      Foreign.checkPublicInputs(key.curve(), inputs);
      return inputs;
    } catch (SnarkjsJson.NotCanonical e) {
      throw new Invalid("public input " + e.getMessage());
    } catch (EngineException e) {
      if (e.status() == EngineStatus.BAD_ENCODING) {
        throw new Invalid(String.valueOf(e.getMessage()));
      }
      throw CliException.badInput("--public: " + file + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw CliException.badInput("--public: " + file + ": " + e.getMessage());
    }
  }

  /** Raw elements may begin and end as JSON does: what is no JSON but has their length is raw. */
  private byte[] jsonInputs(byte[] bytes, VerifyingKey key) {
    SnarkjsJson json;
    try {
      json = SnarkjsJson.parse(bytes);
    } catch (IllegalArgumentException e) {
      if (forced == null && bytes.length == 32 * key.publicInputs()) {
        return bytes;
      }
      throw e;
    }
    return json.publicInputs();
  }

  private static byte[] read(String option, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE + 1);
      if (bytes.length > MAX_FILE) {
        throw CliException.badInput(option + ": " + file + " is larger than 4 MiB");
      }
      return bytes;
    } catch (IOException e) {
      throw CliException.badInput(option + ": " + file + " cannot be read: " + e.getMessage());
    }
  }
}
