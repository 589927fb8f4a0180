package io.nelumbo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path with nothing replaced: three node processes, real circuits, proofs, blocks,
 * wallets, attacks.
 */
class DemoTest {
  @TempDir Path folder;

  @Test
  void demo_runsToItsEnd() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = Main.commandLine().execute("demo", "--folder", folder.resolve("demo").toString());
    } finally {
      System.setOut(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(status).as(text).isZero();
    assertThat(text)
        .contains("reads: \"for the boat\"")
        .contains("none of them maps the circuit library")
        .contains("(a) a tampered proof: refused by node c with BAD_PROOF")
        .contains("(b) a double spend of that note: refused by node c with DOUBLE_SPEND")
        .contains("(c) a proof under another key: refused by node c with BAD_PROOF")
        .contains("(d) swapped ciphertexts: refused by node c with BAD_SIGNATURE")
        .containsPattern(
            "kill -9 of prover process [0-9]+ with [2-8][0-9]\\.[0-9] % of a proof made")
        .contains("Bob has his 30")
        .containsPattern(
            "node c started again as process [0-9]+: answers after [0-9]+ ms, caught up")
        .containsPattern("state commitment [0-9a-f]{16}\\.\\.\\. at height [0-9]+ on a, b and c")
        .contains("Everything went as it must");
  }
}
