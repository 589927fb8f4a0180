package io.nelumbo.core.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts of outside test vectors, for {@code .ci/tables} to add up. */
public final class VectorTable {
  private VectorTable() {}

  /**
   * Writes {@code target/tables/vectors-<name>.tsv}.
   *
   * @param name of the file: one for each test that calls this
   * @param folder of the vectors
   * @param what is tested
   * @param cases how many there are
   * @param passed how many gave the expected answer
   * @param reason why the others are left out, "" when none is
   */
  public static void record(
      String name, String folder, String what, int cases, int passed, String reason) {
    try {
      Path tables = Files.createDirectories(Path.of("target", "tables"));
      Files.writeString(
          tables.resolve("vectors-" + name + ".tsv"),
          "folder\twhat\tcases\tpassed\tleft out\treason\n"
              + String.join(
                  "\t",
                  folder,
                  what,
                  Integer.toString(cases),
                  Integer.toString(passed),
                  Integer.toString(cases - passed),
                  reason)
              + "\n",
          UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
