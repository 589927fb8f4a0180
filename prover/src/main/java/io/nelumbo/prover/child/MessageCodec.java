package io.nelumbo.prover.child;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.engine.ProveTimings;
import io.nelumbo.prover.child.Message.Cancel;
import io.nelumbo.prover.child.Message.Failed;
import io.nelumbo.prover.child.Message.Failure;
import io.nelumbo.prover.child.Message.Key;
import io.nelumbo.prover.child.Message.Open;
import io.nelumbo.prover.child.Message.Phase;
import io.nelumbo.prover.child.Message.Progress;
import io.nelumbo.prover.child.Message.Prove;
import io.nelumbo.prover.child.Message.Proved;
import io.nelumbo.prover.child.Message.Ready;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Messages as frames: {@code "NLPC" | type u8 | job u32 | length u32 | payload}, big-endian. Each
 * message has one encoding and each type its own bound, so that nothing is allocated on a
 * stranger's word.
 */
final class MessageCodec {
  static final int HEADER_BYTES = 13;

  /** The four arities that are planned need at most 7 kB. */
  static final int MAX_ASSIGNMENT = 16 << 10;

  private static final int MAGIC = 0x4e4c5043;
  private static final int MAX_KEY = 16 << 10;
  private static final int MAX_TEXT = 1024;
  private static final int TIMINGS = 8;
  private static final long MAX_NANOS = 1_000_000_000_000_000L;

  private MessageCodec() {}

  /** The kinds of frames, with the bounds of their payloads. */
  private enum Type {
    OPEN(1, 1, 1),
    PROVE(2, 1 + 2 + 1 + 32, 1 + 2 + MAX_ASSIGNMENT + 64 * 32),
    CANCEL(3, 0, 0),
    READY(16, 1, 1),
    PROGRESS(17, 3, 3),
    KEY(18, 1, MAX_KEY),
    PROVED(19, Proof.LENGTH + 8 + 8 * TIMINGS, Proof.LENGTH + 8 + 8 * TIMINGS),
    FAILED(20, 1, 1 + MAX_TEXT);

    final int code;
    final int least;
    final int most;

    Type(int code, int least, int most) {
      this.code = code;
      this.least = least;
      this.most = most;
    }

    static Type of(int code) throws DecodeException {
      return Arrays.stream(values())
          .filter(type -> type.code == code)
          .findFirst()
          .orElseThrow(() -> new DecodeException("frame.type", "is the unknown " + code, 4));
    }
  }

  /** The first thirteen bytes of a frame, checked. */
  record Header(int type, int job, int length) {}

  /** Reads a header; the length is within the type's bounds. */
  static Header header(byte[] bytes) throws DecodeException {
    ByteReader in = new ByteReader("frame", bytes);
    int magic = in.u32("magic");
    if (magic != MAGIC) {
      throw in.fail("magic", 0, "is not NLPC");
    }
    Type type = Type.of(in.u8("type"));
    int job = in.u32("job");
    int length = in.u32("length");
    if (length < type.least || length > type.most) {
      throw in.fail(
          "length",
          9,
          "is "
              + Integer.toUnsignedString(length)
              + ", not in "
              + type.least
              + " to "
              + type.most
              + " of "
              + type);
    }
    in.finish();
    return new Header(type.code, job, length);
  }

  /** Reads the message of a checked header. */
  static Message parse(Header header, byte[] payload) throws DecodeException {
    ByteReader in = new ByteReader("payload", payload);
    int job = header.job();
    Message message =
        switch (Type.of(header.type())) {
          case OPEN -> new Open(job, circuit(in));
          case PROVE -> prove(job, in);
          case CANCEL -> new Cancel(job);
          case READY -> new Ready(job, in.u8("protocol"));
          case PROGRESS -> progress(job, in);
          case KEY -> new Key(job, in.bytes("key", header.length()));
          case PROVED -> proved(job, in);
          case FAILED -> failed(job, in);
        };
    in.finish();
    return message;
  }

  private static CircuitId circuit(ByteReader in) throws DecodeException {
    int start = in.position();
    int id = in.u8("circuit");
    return in.build("circuit", start, () -> CircuitId.of(id));
  }

  private static Prove prove(int job, ByteReader in) throws DecodeException {
    CircuitId circuit = circuit(in);
    int start = in.position();
    int length = in.u16("assignment length");
    if (length < 1 || length > MAX_ASSIGNMENT) {
      throw in.fail("assignment length", start, "is " + length);
    }
    return new Prove(
        job,
        circuit,
        in.bytes("assignment", length),
        in.bytes("public inputs", 32 * circuit.publicInputs()));
  }

  private static Progress progress(int job, ByteReader in) throws DecodeException {
    Phase phase = choice(in, "phase", Phase.values());
    int start = in.position();
    int permille = in.u16("permille");
    if (permille > 1000) {
      throw in.fail("permille", start, "is " + permille);
    }
    return new Progress(job, phase, permille);
  }

  private static Proved proved(int job, ByteReader in) throws DecodeException {
    Proof proof = Proof.of(in.bytes("proof", Proof.LENGTH));
    long solve = nanos(in);
    long[] t = new long[TIMINGS];
    for (int i = 0; i < TIMINGS; i++) {
      t[i] = nanos(in);
    }
    return new Proved(
        job, proof, solve, new ProveTimings(t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7]));
  }

  private static long nanos(ByteReader in) throws DecodeException {
    int start = in.position();
    long nanos = in.u64("nanoseconds");
    if (nanos < 0 || nanos > MAX_NANOS) {
      throw in.fail("nanoseconds", start, "is " + Long.toUnsignedString(nanos));
    }
    return nanos;
  }

  private static Failed failed(int job, ByteReader in) throws DecodeException {
    Failure failure = choice(in, "failure", Failure.values());
    int start = in.position();
    byte[] text = in.bytes("text", in.remaining());
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      if (decoded.chars().anyMatch(Character::isISOControl)) {
        throw in.fail("text", start, "has control characters");
      }
      return new Failed(job, failure, decoded);
    } catch (CharacterCodingException e) {
      throw in.fail("text", start, "is not UTF-8");
    }
  }

  private static <T> T choice(ByteReader in, String field, T[] values) throws DecodeException {
    int start = in.position();
    int index = in.u8(field);
    if (index >= values.length) {
      throw in.fail(field, start, "is the unknown " + index);
    }
    return values[index];
  }

  /** A whole frame; of a {@link Prove} the caller wipes it. */
  static byte[] frame(Message message) {
    return switch (message) {
      case Open m -> frame(Type.OPEN, m, new byte[] {(byte) m.circuit().id()});
      case Prove m -> proveFrame(m);
      case Cancel m -> frame(Type.CANCEL, m, new byte[0]);
      case Ready m -> frame(Type.READY, m, new byte[] {(byte) m.protocol()});
      case Progress m ->
          frame(
              Type.PROGRESS,
              m,
              new ByteWriter(3).u8(m.phase().ordinal()).u16(m.permille()).toByteArray());
      case Key m -> frame(Type.KEY, m, m.verifyingKey());
      case Proved m -> frame(Type.PROVED, m, payload(m));
      case Failed m -> frame(Type.FAILED, m, payload(m));
    };
  }

  private static byte[] proveFrame(Prove m) {
    if (m.assignment().length < 1 || m.assignment().length > MAX_ASSIGNMENT) {
      throw new IllegalArgumentException(
          "the assignment has " + m.assignment().length + " bytes, at most " + MAX_ASSIGNMENT);
    }
    // One buffer of the exact size: a growing one would leave copies of the secret behind.
    ByteBuffer payload =
        ByteBuffer.allocate(3 + m.assignment().length + m.publicInputs().length)
            .put((byte) m.circuit().id())
            .putShort((short) m.assignment().length)
            .put(m.assignment())
            .put(m.publicInputs());
    try {
      return frame(Type.PROVE, m, payload.array());
    } finally {
      Arrays.fill(payload.array(), (byte) 0);
    }
  }

  private static byte[] payload(Proved m) {
    ProveTimings t = m.timings();
    return new ByteWriter(Proof.LENGTH + 8 + 8 * TIMINGS)
        .bytes(m.proof().toByteArray())
        .u64(m.solveNanos())
        .u64(t.h())
        .u64(t.a())
        .u64(t.b1())
        .u64(t.b2())
        .u64(t.k())
        .u64(t.z())
        .u64(t.finish())
        .u64(t.total())
        .toByteArray();
  }

  /** Control characters become blanks and what is too long is cut at a character. */
  private static byte[] payload(Failed m) {
    String text =
        m.text()
            .codePoints()
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    while (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT) {
      text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ByteWriter(1 + bytes.length).u8(m.failure().ordinal()).bytes(bytes).toByteArray();
  }

  private static byte[] frame(Type type, Message message, byte[] payload) {
    return ByteBuffer.allocate(HEADER_BYTES + payload.length)
        .putInt(MAGIC)
        .put((byte) type.code)
        .putInt(message.job())
        .putInt(payload.length)
        .put(payload)
        .array();
  }
}
