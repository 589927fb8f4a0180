package io.nelumbo.prover.child;

import io.nelumbo.core.codec.DecodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running prover process, with a thread for its frames and one for what it logs. */
final class ChildProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final int MAX_FRAMES = 64;
  private static final int MAX_LINES = 1000;
  private static final int MAX_LINE = 400;
  private static final long REAP_MILLIS = 5000;

  private final Process process;
  private final FrameStream frames;
  private final Listener listener;
  private final Semaphore room = new Semaphore(MAX_FRAMES);

  /** Hears a child; called by the child's reading thread. */
  interface Listener {
    /** A message; {@link #handled} must follow. */
    void received(ChildProcess from, Message.Answer answer);

    /** The last word: the process has ended or sent what is no message. */
    void ended(ChildProcess from, String why);
  }

  private ChildProcess(Process process, Listener listener) {
    this.process = process;
    this.listener = listener;
    this.frames = new FrameStream(process.getInputStream(), process.getOutputStream());
  }

  static ChildProcess start(ProcessBuilder builder, Listener listener) throws IOException {
    ChildProcess child = new ChildProcess(builder.start(), listener);
    thread("prover-frames", child::readFrames);
    thread("prover-log", child::readLog);
    return child;
  }

  private static void thread(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  long pid() {
    return process.pid();
  }

  /**
   * Sends a command. It never waits for the child: at most three commands, far less than a pipe
   * holds, are under way before an answer.
   */
  void send(Message.Command command) throws IOException {
    frames.write(command);
  }

  /** Makes room for another message. */
  void handled() {
    room.release();
  }

  private void readFrames() {
    String why;
    try {
      why = readAll();
    } catch (IOException | DecodeException e) {
      why = process.isAlive() ? "sent garbage: " + e.getMessage() : exit();
    }
    listener.ended(this, why);
  }

  private String readAll() throws IOException, DecodeException {
    for (Message message = frames.read(); message != null; message = frames.read()) {
      if (!(message instanceof Message.Answer answer)) {
        return "sent garbage: a command, " + message;
      }
      room.acquireUninterruptibly();
      listener.received(this, answer);
    }
    return exit();
  }

  /** How it ended; waits shortly, because the end of output comes before the exit. */
  private String exit() {
    try {
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        return "closed its output";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "closed its output";
    }
    int code = process.exitValue();
    return code > 128 && code < 128 + 65
        ? "was ended by signal " + (code - 128)
        : "ended with exit code " + code;
  }

  /** Forwards a bounded number of lines; what comes after is read and dropped. */
  private void readLog() {
    StringBuilder line = new StringBuilder();
    int lines = 0;
    try (InputStream in = process.getErrorStream()) {
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (char c : new String(buffer, 0, n, StandardCharsets.ISO_8859_1).toCharArray()) {
          if (c == '\n') {
            lines = log(line, lines);
          } else if (line.length() < MAX_LINE) {
            line.append(c < ' ' || c > '~' ? '?' : c);
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("the log of prover process {} ended", pid(), e);
    }
    log(line, lines);
  }

  private int log(StringBuilder line, int lines) {
    if (!line.isEmpty() && lines < MAX_LINES) {
      LOG.info("prover process {}: {}", pid(), line);
    }
    line.setLength(0);
    return lines + 1;
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
    // Readers and writers of these pipes end as well.
    closeQuietly(process.getOutputStream());
  }

  /**
   * Ends it and waits until it is gone.
   *
   * @param gently by the end of its input, and by force only when that does not help
   */
  void stop(boolean gently) {
    closeQuietly(process.getOutputStream());
    try {
      if (!gently || !process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor(REAP_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      LOG.debug("a pipe did not close cleanly", e);
    }
  }

  /** Shows only the process id. */
  @Override
  public String toString() {
    return "prover process " + pid();
  }
}
