package io.nelumbo.prover.child;

import io.nelumbo.core.codec.DecodeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Frames over a pair of byte streams. One thread reads; any thread writes. */
final class FrameStream {
  private final InputStream in;
  private final OutputStream out;

  FrameStream(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * The next message; null at the end of input between two frames.
   *
   * @throws DecodeException when the bytes are no frame; nothing after them can be trusted
   * @throws EOFException when the input ends inside a frame
   */
  @Nullable Message read() throws IOException, DecodeException {
    byte[] head = in.readNBytes(MessageCodec.HEADER_BYTES);
    if (head.length == 0) {
      return null;
    }
    requireAll(head, MessageCodec.HEADER_BYTES);
    MessageCodec.Header header = MessageCodec.header(head);
    byte[] payload = in.readNBytes(header.length());
    try {
      requireAll(payload, header.length());
      return MessageCodec.parse(header, payload);
    } finally {
      Arrays.fill(payload, (byte) 0);
    }
  }

  private static void requireAll(byte[] read, int length) throws EOFException {
    if (read.length < length) {
      throw new EOFException("the input ends inside a frame");
    }
  }

  /** Writes a message in one call of the operating system and wipes the frame. */
  void write(Message message) throws IOException {
    byte[] frame = MessageCodec.frame(message);
    try {
      synchronized (out) {
        out.write(frame);
        out.flush();
      }
    } finally {
      Arrays.fill(frame, (byte) 0);
    }
  }
}
