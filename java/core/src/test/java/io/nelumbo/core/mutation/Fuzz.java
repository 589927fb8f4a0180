package io.nelumbo.core.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.nelumbo.core.arb.Arb;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Seeded fuzzing of a parser: whatever is accepted must serialise to the same bytes, whatever is
 * refused must be refused by the declared exception, and nothing allocates more than the input
 * explains.
 *
 * @param <T> what the parser makes
 */
public final class Fuzz<T> {
  /** Makes a value of bytes. */
  @FunctionalInterface
  public interface Parser<T> {
    /** Throws when the bytes are not a value. */
    T parse(byte[] bytes) throws Exception;
  }

  /** Makes bytes of a value. */
  @FunctionalInterface
  public interface Encoder<T> {
    /** The one encoding. */
    byte[] bytes(T value);
  }

  private static final long SMALL_BODY_LIMIT = 64 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final Arb arb;
  private final Parser<T> parser;
  private final Encoder<T> encoder;
  private final Class<? extends Exception> refusal;
  private long accepted;
  private long refused;

  /**
   * A fuzzer of a parser.
   *
   * @param name of the parser, for messages
   * @param arb the seed
   * @param parser throws {@code refusal} and nothing else
   * @param encoder its inverse
   */
  public Fuzz(
      String name,
      Arb arb,
      Parser<T> parser,
      Encoder<T> encoder,
      Class<? extends Exception> refusal) {
    this.name = name;
    this.arb = arb;
    this.parser = parser;
    this.encoder = encoder;
    this.refusal = refusal;
  }

  /** Tries one input; returns whether it was accepted. */
  public boolean offer(byte[] input) {
    T value;
    try {
      value = parser.parse(input);
    } catch (Exception | Error e) {
      if (!refusal.isInstance(e)) {
        throw new AssertionError(name + " on " + hex(input), e);
      }
      assertThat(e.getMessage()).as("%s says why", name).isNotBlank();
      refused++;
      return false;
    }
    assertThat(encoder.bytes(value)).as("%s gives back %s", name, hex(input)).isEqualTo(input);
    accepted++;
    return true;
  }

  private static String hex(byte[] input) {
    String all = HexFormat.of().formatHex(input);
    return all.length() > 400 ? all.substring(0, 400) + "... (" + input.length + " bytes)" : all;
  }

  /** Tries {@code rounds} changes of good encodings. */
  public Fuzz<T> run(List<byte[]> good, int rounds) {
    good.forEach(bytes -> assertThat(offer(bytes)).as("%s takes a good value", name).isTrue());
    for (int i = 0; i < rounds; i++) {
      byte[] input = good.get(arb.below(good.size()));
      for (int changes = 1 + arb.below(3); changes > 0; changes--) {
        input = change(input, good.get(arb.below(good.size())));
      }
      offer(input);
    }
    assertThat(refused).as("%s refuses something", name).isPositive();
    System.out.println(
        "fuzz: "
            + name
            + ": "
            + accepted
            + " inputs accepted and given back, "
            + refused
            + " refused");
    return this;
  }

  private byte[] change(byte[] in, byte[] other) {
    int at = in.length == 0 ? 0 : arb.below(in.length);
    byte[] out = in.clone();
    switch (in.length == 0 ? 5 : arb.below(9)) {
      case 0, 1 -> out[at] ^= (byte) (1 << arb.below(8));
      case 2 -> out[at] = edge();
      case 3 -> out = Arrays.copyOf(in, at);
      case 4 -> out = splice(in, at, arb.bytes(1 + arb.below(4)), at);
      case 5 -> out = splice(in, in.length, arb.bytes(1 + arb.below(40)), in.length);
      case 6 -> out = splice(in, at, new byte[0], Math.min(in.length, at + 1 + arb.below(40)));
      case 7 ->
          out =
              splice(in, at, Arrays.copyOfRange(other, other.length / 2, other.length), in.length);
      default -> {
        // Counts and lengths of every width, as large as they go.
        int width = Math.min(1 << arb.below(4), in.length - at);
        Arrays.fill(out, at, at + width, (byte) (arb.flip() ? 0xff : 0x7f));
      }
    }
    return out;
  }

  private byte edge() {
    return (byte) new int[] {0, 1, 0x7f, 0x80, 0xff, 0xfe}[arb.below(6)];
  }

  private static byte[] splice(byte[] in, int until, byte[] middle, int from) {
    return ByteBuffer.allocate(until + middle.length + in.length - from)
        .put(in, 0, until)
        .put(middle)
        .put(in, from, in.length - from)
        .array();
  }

  /**
   * Puts the largest counts at every place of the first bytes of good encodings and cuts ten bytes
   * after that: the parser may not allocate more than 64 KiB for what is not there.
   */
  public Fuzz<T> allocatesLittleForLargeCounts(List<byte[]> good) {
    long worst = 0;
    for (byte[] bytes : good) {
      for (int at = 0; at < Math.min(bytes.length, 600); at++) {
        for (int width = 1; width <= 8; width *= 2) {
          byte[] input = Arrays.copyOf(bytes, at + width + 10);
          Arrays.fill(input, at, at + width, (byte) 0xff);
          worst = Math.max(worst, allocatedFor(input));
        }
      }
    }
    assertThat(worst).as("bytes that %s allocates", name).isLessThanOrEqualTo(SMALL_BODY_LIMIT);
    System.out.println(
        "fuzz: " + name + ": at most " + worst + " bytes allocated for large counts");
    return this;
  }

  private long allocatedFor(byte[] input) {
    offer(input);
    // Once more when much was allocated: what the JVM does now and then is not the parser's.
    long first = allocatedOnce(input);
    return first <= SMALL_BODY_LIMIT ? first : Math.min(first, allocatedOnce(input));
  }

  @SuppressWarnings("EmptyCatch")
  private long allocatedOnce(byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      parser.parse(input);
    } catch (Exception e) {
      // offer() has judged it.
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
