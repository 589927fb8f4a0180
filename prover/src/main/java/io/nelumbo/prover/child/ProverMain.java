package io.nelumbo.prover.child;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.engine.Engine;
import io.nelumbo.engine.ProcessMemory;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The prover process's entry; {@link ChildProver} starts it. Standard output carries frames and
 * nothing else, the end of standard input ends the process at once.
 */
public final class ProverMain {
  private static final int BAD_USE = 2;
  private static final int BAD_PARENT = 65;

  private ProverMain() {}

  /** Serves until the end of input. Arguments: key folder, label, threads. */
  public static void main(String[] arguments) {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    FrameStream frames = new FrameStream(new FileInputStream(FileDescriptor.in), out);
    if (arguments.length != 3 || !arguments[2].matches("[0-9]{1,3}")) {
      System.err.println("This program is started by the prover: key folder, label, threads.");
      Runtime.getRuntime().halt(BAD_USE);
    }
    int status = BAD_PARENT;
    try {
      serve(frames, arguments);
      status = 0;
    } catch (IOException | DecodeException e) {
      System.err.println("the parent's frames cannot be read: " + e.getMessage());
    }
    // Not exit: a proof may be under way, and nobody waits for it any more.
    Runtime.getRuntime().halt(status);
  }

  private static void serve(FrameStream frames, String[] arguments)
      throws IOException, DecodeException {
    InProcessProver prover;
    try {
      // Before any secret arrives.
      ProcessMemory.forbidDumps();
      Engine.load();
      CircuitLibrary circuits = CircuitLibrary.load();
      prover =
          new InProcessProver(
              circuits,
              new KeyCache(Path.of(arguments[0]), circuits, arguments[1]),
              Integer.parseInt(arguments[2]));
    } catch (RuntimeException | LinkageError e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      frames.write(
          new Message.Failed(0, Message.Failure.INTERNAL, String.valueOf(reason.getMessage())));
      return;
    }
    frames.write(new Message.Ready(0, Message.PROTOCOL));
    new Worker(prover, frames).serve();
  }
}
