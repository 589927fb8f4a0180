package io.nelumbo.prover;

import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.KeyDerivation;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.NoteCommitments;
import io.nelumbo.engine.NoteCrypto;
import io.nelumbo.engine.ProtocolHash;
import io.nelumbo.engine.RandomizedKey;
import io.nelumbo.engine.RedJubjub;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * True statements about random notes, for benchmarks and tests of provers: all inputs are real
 * notes of one key in a tree whose other nodes are random. Not for payments: everything but alpha
 * follows from the seed.
 */
public final class SampleTransfer {
  private static final int POOL = 1;
  private static final int LEVELS = 16;
  private static final int HASH = 32;
  private static final int SIBLINGS = 3 * HASH;
  private static final byte[] MAGIC = "NLBASGN1".getBytes(StandardCharsets.US_ASCII);

  private final CircuitId circuit;
  private final SplittableRandom random;
  private final byte[] keys;
  private final byte[] asset;
  private final byte[] context;
  private final byte[][] inputs;
  private final byte[][] outputs;
  private final long[] positions;
  private final long vOut;

  private SampleTransfer(CircuitId circuit, SplittableRandom random) {
    this.circuit = circuit;
    this.random = random;
    this.keys = KeyDerivation.expand(bytes(32));
    this.asset = element();
    this.context = element();
    this.inputs = new byte[circuit.inputs()][];
    this.outputs = new byte[circuit.outputs()][];
    this.positions = new long[circuit.inputs()];
    long group = random.nextLong(1L << 30) * 4;
    long sum = 0;
    for (int i = 0; i < inputs.length; i++) {
      long value = random.nextLong(1, 1L << 60);
      sum += value;
      inputs[i] =
          note(
              value,
              KeyDerivation.addressDerive(
                  part(KeyPart.IVK), part(KeyPart.DK), part(KeyPart.KO), i));
      positions[i] = group + i;
    }
    this.vOut = random.nextBoolean() ? 0 : random.nextLong(sum);
    long left = sum - vOut;
    for (int j = 0; j < outputs.length; j++) {
      long value = j == outputs.length - 1 ? left : random.nextLong(left + 1);
      left -= value;
      outputs[j] = note(value, KeyDerivation.randomAddress());
    }
  }

  /** A request that an honest prover fulfils. */
  public static ProofRequest of(CircuitId circuit, long seed) {
    return new SampleTransfer(circuit, new SplittableRandom(seed)).request();
  }

  private ProofRequest request() {
    NoteCommitments in = NoteCrypto.commit(concat(inputs), POOL);
    NoteCommitments out = NoteCrypto.commit(concat(outputs), POOL);
    byte[] nf = NoteCrypto.nullify(part(KeyPart.NK), positions, in.cm(), in.rcm(), POOL);
    byte[] alpha = RedJubjub.alpha();
    RandomizedKey rk = RedJubjub.randomize(part(KeyPart.AK), alpha);
    byte[] bottom = bottomLevel(in.cm());
    byte[][] upper = new byte[LEVELS - 1][];
    byte[] anchor = root(bottom, upper);

    ByteBuffer assignment =
        littleEndian(
            8 + 8 + 7 * 32 + 16 + inputs.length * (64 + LEVELS * SIBLINGS) + outputs.length * 72);
    assignment.put(MAGIC).putInt(circuit.id()).putInt(POOL).put(anchor).put(context);
    assignment
        .put(part(KeyPart.AK_X))
        .put(part(KeyPart.AK_Y))
        .put(part(KeyPart.NK))
        .put(alpha)
        .put(asset);
    assignment.putLong(0).putLong(vOut);
    for (int i = 0; i < inputs.length; i++) {
      assignment.putLong(value(inputs[i])).put(inputs[i], 40, 16).put(in.rcm(), i * HASH, HASH);
      assignment.putLong(positions[i]);
      putSiblings(assignment, bottom, (int) (positions[i] & 3));
      for (byte[] siblings : upper) {
        assignment.put(siblings);
      }
    }
    for (int j = 0; j < outputs.length; j++) {
      assignment.putLong(value(outputs[j])).put(outputs[j], 56, 32).put(out.rcm(), j * HASH, HASH);
    }

    ByteBuffer inputsOfVerifier = littleEndian(32 * circuit.publicInputs());
    inputsOfVerifier
        .put(anchor)
        .put(nf)
        .put(out.cm())
        .put(rk.x().toByteArray())
        .put(rk.y().toByteArray());
    inputsOfVerifier.putLong(0).put(new byte[24]).putLong(vOut).put(new byte[24]);
    inputsOfVerifier.put(vOut == 0 ? new byte[32] : asset).put(context);
    return new ProofRequest(circuit, assignment.array(), inputsOfVerifier.array());
  }

  private byte[] bottomLevel(byte[] commitments) {
    ByteBuffer level = ByteBuffer.allocate(4 * HASH).put(commitments);
    while (level.hasRemaining()) {
      level.put(element());
    }
    return level.array();
  }

  /** Draws the siblings above the leaves and returns the root. */
  private byte[] root(byte[] bottom, byte[][] upper) {
    byte[] node = ProtocolHash.merkleNodes(bottom);
    for (int level = 1; level < LEVELS; level++) {
      byte[] siblings = concat(new byte[][] {element(), element(), element()});
      upper[level - 1] = siblings;
      int child = (int) (positions[0] >>> 2 * level & 3);
      ByteBuffer children = ByteBuffer.allocate(4 * HASH);
      children
          .put(siblings, 0, child * HASH)
          .put(node)
          .put(siblings, child * HASH, SIBLINGS - child * HASH);
      node = ProtocolHash.merkleNodes(children.array());
    }
    return node;
  }

  private static void putSiblings(ByteBuffer out, byte[] level, int child) {
    for (int i = 0; i < 4; i++) {
      if (i != child) {
        out.put(level, i * HASH, HASH);
      }
    }
  }

  private byte[] note(long value, byte[] address) {
    return ByteBuffer.allocate(NoteCrypto.NOTE_LENGTH)
        .put(asset)
        .putLong(value)
        .put(address, 0, 48)
        .put(bytes(32))
        .array();
  }

  private byte[] element() {
    return ProtocolHash.reduce(bytes(64));
  }

  private byte[] bytes(int count) {
    byte[] out = new byte[count];
    random.nextBytes(out);
    return out;
  }

  private byte[] part(KeyPart part) {
    return part.of(keys);
  }

  private static long value(byte[] note) {
    return ByteBuffer.wrap(note).getLong(32);
  }

  private static byte[] concat(byte[][] parts) {
    ByteBuffer out =
        ByteBuffer.allocate(java.util.Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      out.put(part);
    }
    return out.array();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
