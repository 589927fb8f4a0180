package io.nelumbo.core.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what parsers do with malformed encodings, by parser, field and class, and writes the
 * counts to {@code target/tables/mutations-<name>.tsv}, which {@code .ci/tables} adds up. Safe for
 * use by several threads.
 */
public final class MutationTable {
  /** One way into the software: takes bytes and says what it did with them. */
  @FunctionalInterface
  public interface Door {
    /**
     * Whether the bytes were taken. Refusing means false, or the exception that the door declares.
     */
    boolean accepts(byte[] bytes) throws Exception;
  }

  private record Row(String parser, String field, String kind) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      return toString().compareTo(other.toString());
    }
  }

  private static final class Counts {
    private long tried;
    private long accepted;
    private long escaped;
  }

  private final String name;
  private final Map<Row, Counts> rows = new TreeMap<>();
  private final StringBuilder problems = new StringBuilder();

  /** A table of a test. */
  public MutationTable(String name) {
    this.name = name;
  }

  /**
   * Offers every mutant of a field that stands in {@code whole} at {@code offset}.
   *
   * @param refusal what the door throws when it refuses; anything else counts as escaped
   */
  public void offer(
      String parser,
      String field,
      byte[] whole,
      int offset,
      int length,
      List<Mutant> mutants,
      Door door,
      Class<? extends Exception> refusal) {
    positiveTwin(parser, field, whole, door);
    for (Mutant mutant : mutants) {
      byte[] out = new byte[whole.length - length + mutant.bytes().length];
      System.arraycopy(whole, 0, out, 0, offset);
      System.arraycopy(mutant.bytes(), 0, out, offset, mutant.bytes().length);
      System.arraycopy(
          whole,
          offset + length,
          out,
          offset + mutant.bytes().length,
          whole.length - offset - length);
      offer(parser, field, mutant.kind(), out, door, refusal);
    }
  }

  /** As the long form, where the field is all that the door takes. */
  public void offer(
      String parser,
      String field,
      byte[] valid,
      List<Mutant> mutants,
      Door door,
      Class<? extends Exception> refusal) {
    offer(parser, field, valid, 0, valid.length, mutants, door, refusal);
  }

  /** Offers one mutant. */
  public void offer(
      String parser,
      String field,
      String kind,
      byte[] mutant,
      Door door,
      Class<? extends Exception> refusal) {
    boolean accepted = false;
    Throwable escaped = null;
    try {
      accepted = door.accepts(mutant);
    } catch (Exception | Error e) {
      if (!refusal.isInstance(e)) {
        escaped = e;
      }
    }
    count(new Row(parser, field, kind), accepted, escaped);
  }

  private synchronized void count(Row row, boolean accepted, Throwable escaped) {
    Counts counts = rows.computeIfAbsent(row, r -> new Counts());
    counts.tried++;
    if (accepted) {
      counts.accepted++;
      problems.append(row).append(" was accepted\n");
    }
    if (escaped != null) {
      counts.escaped++;
      problems.append(row).append(": ").append(escaped).append('\n');
    }
  }

  private static void positiveTwin(String parser, String field, byte[] valid, Door door) {
    try {
      assertThat(door.accepts(valid)).as("%s takes a good %s", parser, field).isTrue();
    } catch (Exception e) {
      throw new AssertionError(parser + " refuses a good " + field, e);
    }
  }

  /** How many mutants were tried. */
  public synchronized long tried() {
    return rows.values().stream().mapToLong(counts -> counts.tried).sum();
  }

  /** Writes the table and fails when anything was accepted or escaped. */
  public synchronized void finish() {
    StringBuilder text = new StringBuilder("parser\tfield\tclass\ttried\taccepted\tescaped\n");
    rows.forEach((row, counts) ->
        text.append(
            String.join(
                    "\t",
                    row.parser,
                    row.field,
                    row.kind,
                    Long.toString(counts.tried),
                    Long.toString(counts.accepted),
                    Long.toString(counts.escaped))
                + "\n"));
    try {
      Path folder = Files.createDirectories(Path.of("target", "tables"));
      Files.writeString(folder.resolve("mutations-" + name + ".tsv"), text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(problems.toString()).isEmpty();
    assertThat(rows).isNotEmpty();
  }
}
