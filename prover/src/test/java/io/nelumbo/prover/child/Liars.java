package io.nelumbo.prover.child;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.Proof;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** Children that speak the language and mean ill. */
final class Liars {
  private Liars() {}

  private static FrameStream frames() {
    return new FrameStream(
        new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
  }

  /** Answers every job with a true proof whose first and last point have changed places. */
  static void serve(String[] arguments) {
    FrameStream frames = frames();
    CircuitLibrary circuits = CircuitLibrary.load();
    try (InProcessProver prover =
        new InProcessProver(circuits, new KeyCache(Path.of(arguments[0]), circuits), 0)) {
      frames.write(new Message.Ready(0, Message.PROTOCOL));
      for (Message message = frames.read(); message != null; message = frames.read()) {
        if (message instanceof Message.Open open) {
          frames.write(new Message.Key(open.job(), prover.verifyingKeyBytes(open.circuit())));
        } else if (message instanceof Message.Prove prove) {
          frames.write(lie(prover, prove));
        }
      }
    } catch (IOException | DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Message lie(InProcessProver prover, Message.Prove prove) {
    var result =
        prover.prove(
            new io.nelumbo.prover.ProofRequest(
                prove.circuit(), prove.assignment(), prove.publicInputs()),
            new io.nelumbo.engine.ProveControl());
    byte[] proof = result.proof().toByteArray();
    byte[] first = java.util.Arrays.copyOf(proof, 48);
    System.arraycopy(proof, 144, proof, 0, 48);
    System.arraycopy(first, 0, proof, 144, 48);
    return new Message.Proved(prove.job(), Proof.of(proof), 1, result.prove());
  }

  /** Says that it cannot work. */
  static void fail(String text) {
    try {
      frames().write(new Message.Failed(0, Message.Failure.INTERNAL, text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
