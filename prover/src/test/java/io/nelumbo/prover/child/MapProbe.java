package io.nelumbo.prover.child;

import io.nelumbo.circuits.CircuitLibrary;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.engine.ProveControl;
import io.nelumbo.prover.InProcessProver;
import io.nelumbo.prover.KeyCache;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.prover.SampleTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that proves with a child, then by itself, and says which libraries it maps. */
final class MapProbe {
  private MapProbe() {}

  public static void main(String[] arguments) throws IOException {
    ProofRequest request = SampleTransfer.of(CircuitId.TRANSFER_1X2, 1);
    say("before");
    try (ChildProver prover = new ChildProver(ChildSettings.ofUser())) {
      prover.prove(request, new ProveControl());
      say("with child");
    }
    CircuitLibrary circuits = CircuitLibrary.load();
    try (InProcessProver prover = new InProcessProver(circuits, KeyCache.ofUser(circuits), 0)) {
      prover.prove(request, new ProveControl());
      say("in process");
    }
  }

  private static void say(String when) throws IOException {
    String map = Files.readString(Path.of("/proc/self/maps"));
    System.out.println(
        when
            + " engine="
            + map.contains("libnelumbo.so")
            + " circuits="
            + map.contains("libnelumbo_circuits"));
  }
}
