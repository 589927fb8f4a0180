package io.nelumbo.prover.child;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The prover process that ships, with a saboteur in it: when the file that {@code sabotage} names
 * appears, the deed that it names is done at once, whatever the prover is doing.
 */
final class SabotagedChild {
  static final String PROPERTY = "sabotage";

  private SabotagedChild() {}

  /** What the saboteur can do. */
  enum Deed {
    /** Allocates until the Java heap is exhausted. */
    OUT_OF_MEMORY,
    /** Writes random bytes between the frames. */
    GARBAGE
  }

  static JavaCommand command(Path trigger) {
    return new JavaCommand(
        SabotagedChild.class.getName(), List.of("-D" + PROPERTY + "=" + trigger));
  }

  /** Serves as the real one does. */
  public static void main(String[] arguments) {
    Path trigger = Path.of(System.getProperty(PROPERTY));
    Thread.ofPlatform().daemon().start(() -> wait(trigger));
    ProverMain.main(arguments);
  }

  private static void wait(Path trigger) {
    try {
      while (true) {
        Thread.sleep(1);
        if (Files.exists(trigger)) {
          String deed = Files.readString(trigger).strip();
          Files.delete(trigger);
          commit(Deed.valueOf(deed.toUpperCase(Locale.ROOT)));
        }
      }
    } catch (NoSuchFileException e) {
      // Another child was faster.
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void commit(Deed deed) throws IOException {
    switch (deed) {
      case OUT_OF_MEMORY -> {
        List<byte[]> all = new ArrayList<>();
        while (true) {
          all.add(new byte[1 << 20]);
        }
      }
      case GARBAGE -> {
        SplittableRandom random = new SplittableRandom(System.nanoTime());
        byte[] bytes = new byte[random.nextInt(1, 2000)];
        random.nextBytes(bytes);
        if (random.nextBoolean() && bytes.length >= 13) {
          // As close to a frame as can be: only the rest is nonsense.
          byte[] magic = {0x4e, 0x4c, 0x50, 0x43, (byte) random.nextInt(15, 22)};
          System.arraycopy(magic, 0, bytes, 0, magic.length);
        }
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
          out.write(bytes);
        }
      }
    }
  }
}
