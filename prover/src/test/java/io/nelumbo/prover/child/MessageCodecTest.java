package io.nelumbo.prover.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.engine.ProveTimings;
import io.nelumbo.prover.child.Message.Failure;
import io.nelumbo.prover.child.Message.Phase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Frames: one encoding for each message, and everything else refused within bounds. */
class MessageCodecTest {
  private static final long SEED = 20_261_122;
  private static final int MUTANTS = 60_000;

  private static final byte[] INPUTS = new byte[32 * CircuitId.TRANSFER_1X2.publicInputs()];

  private static final List<Message> MESSAGES =
      List.of(
          new Message.Open(1, CircuitId.TRANSFER_2X2),
          new Message.Prove(2, CircuitId.TRANSFER_1X2, new byte[] {1, 2, 3}, INPUTS),
          new Message.Prove(
              -1, CircuitId.TRANSFER_1X2, new byte[MessageCodec.MAX_ASSIGNMENT], INPUTS),
          new Message.Cancel(3),
          new Message.Ready(0, 1),
          new Message.Progress(4, Phase.SOLVING, 0),
          new Message.Progress(4, Phase.PROVING, 1000),
          new Message.Key(5, new byte[] {9}),
          new Message.Proved(
              6,
              Proof.of(new byte[Proof.LENGTH]),
              7,
              new ProveTimings(1, 2, 3, 4, 5, 6, 7, 1_000_000_000_000_000L)),
          new Message.Failed(8, Failure.REFUSED, ""),
          new Message.Failed(0, Failure.INTERNAL, "it’s broken"));

  @Test
  void everyMessage_hasOneEncoding() throws Exception {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    FrameStream writer = new FrameStream(new ByteArrayInputStream(new byte[0]), wire);
    for (Message message : MESSAGES) {
      writer.write(message);
    }
    FrameStream reader = reader(wire.toByteArray());
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    for (Message message : MESSAGES) {
      Message read = reader.read();
      assertThat(read).hasSameClassAs(message);
      again.writeBytes(MessageCodec.frame(read));
    }
    assertThat(reader.read()).isNull();
    assertThat(again.toByteArray()).isEqualTo(wire.toByteArray());
  }

  @Test
  void cutFrames_areRefused() throws Exception {
    for (Message message : MESSAGES) {
      byte[] frame = MessageCodec.frame(message);
      for (int length : List.of(1, 4, 12, 13, frame.length - 1)) {
        if (length < frame.length) {
          FrameStream reader = reader(Arrays.copyOf(frame, length));
          assertThatThrownBy(reader::read)
              .as("%s cut to %d", message, length)
              .isInstanceOf(EOFException.class);
        }
      }
    }
  }

  @Test
  void hostileHeaders_areRefusedBeforeAnythingIsAllocated() {
    byte[] good = MessageCodec.frame(new Message.Key(1, new byte[10]));
    record Bad(int at, int value, String says) {}
    for (Bad bad :
        List.of(
            new Bad(0, 0, "magic"),
            new Bad(4, 0, "type"),
            new Bad(4, 99, "type"),
            new Bad(9, 0x7f, "length"),
            new Bad(9, 0xff, "length"),
            new Bad(11, 0x41, "length"))) {
      byte[] frame = good.clone();
      frame[bad.at()] = (byte) bad.value();
      assertThatThrownBy(reader(frame)::read)
          .isInstanceOf(DecodeException.class)
          .hasMessageContaining(bad.says());
    }
  }

  @Test
  void hostilePayloads_areRefused() throws Exception {
    byte[] prove = MessageCodec.frame(MESSAGES.get(1));
    assertRefused(prove, 13, 77, "circuit");
    assertRefused(prove, 14, 0x7f, "assignment");
    assertRefused(prove, 15, 4, "public inputs");
    assertRefused(prove, 15, 2, "follow its end");
    assertRefused(MessageCodec.frame(MESSAGES.get(5)), 13, 2, "phase");
    assertRefused(MessageCodec.frame(MESSAGES.get(6)), 14, 4, "permille");
    assertRefused(MessageCodec.frame(MESSAGES.get(8)), 13 + 192, 0x80, "nanoseconds");
    byte[] failed = MessageCodec.frame(MESSAGES.get(10));
    assertRefused(failed, 13, 3, "failure");
    assertRefused(failed, 14, 27, "control");
    assertRefused(failed, 14, 0xff, "UTF-8");
  }

  private static void assertRefused(byte[] good, int at, int value, String says) throws Exception {
    assertThat(reader(good).read()).isNotNull();
    byte[] frame = good.clone();
    frame[at] = (byte) value;
    assertThatThrownBy(reader(frame)::read)
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(says);
  }

  @Test
  void mutants_areRefusedOrHaveTheirOwnEncoding() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    int accepted = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] frame = MessageCodec.frame(MESSAGES.get(random.nextInt(MESSAGES.size())));
      int changes = random.nextInt(1, 4);
      for (int c = 0; c < changes; c++) {
        int range = random.nextBoolean() ? Math.min(frame.length, 20) : frame.length;
        frame[random.nextInt(range)] = (byte) random.nextInt(256);
      }
      byte[] wire =
          random.nextInt(4) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length + 8)) : frame;
      accepted += parses(wire) ? 1 : 0;
    }
    assertThat(accepted).as("mutants that are messages").isBetween(1, MUTANTS - 1);
  }

  @Test
  void randomBytes_areRefused() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 100)];
      random.nextBytes(bytes);
      assertThat(parses(bytes)).isFalse();
    }
  }

  /** Reads all frames; what was read must be encoded in just the bytes that were read. */
  private static boolean parses(byte[] wire) throws IOException {
    FrameStream reader = reader(wire);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    List<Message> read = new ArrayList<>();
    try {
      for (Message message = reader.read(); message != null; message = reader.read()) {
        read.add(message);
        again.writeBytes(MessageCodec.frame(message));
      }
    } catch (DecodeException | EOFException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(Arrays.copyOf(wire, again.size())).isEqualTo(again.toByteArray());
    return !read.isEmpty();
  }

  @Test
  void failures_areCutAndCleaned() throws Exception {
    String text = "é".repeat(600) + "\n";
    Message read = reader(MessageCodec.frame(new Message.Failed(1, Failure.INTERNAL, text))).read();
    assertThat(read)
        .isInstanceOfSatisfying(
            Message.Failed.class, failed -> assertThat(failed.text()).isEqualTo("é".repeat(512)));
    read =
        reader(MessageCodec.frame(new Message.Failed(1, Failure.INTERNAL, "a\u001b[1mb"))).read();
    assertThat(read)
        .isInstanceOfSatisfying(
            Message.Failed.class, failed -> assertThat(failed.text()).isEqualTo("a [1mb"));
  }

  @Test
  void messagesShowNoSecret() {
    assertThat(MESSAGES.get(1)).hasToString("Prove[2, transfer-1x2]");
  }

  private static FrameStream reader(byte[] bytes) {
    return new FrameStream(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
  }
}
