package io.nelumbo.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.codec.Hex;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The frontier with the native hash against circuits/vectors/merkle.json. */
class NoteTreeVectorTest {
  private static final Pattern APPEND =
      Pattern.compile("\"leaf\": \"0x(\\w{64})\",\\s*\"root\": \"0x(\\w{64})\"");
  private static final Pattern EMPTY_ROOT = Pattern.compile("\"0x(\\w{64})\"\\s*\\]");

  private final Path file =
      Path.of(System.getProperty("nelumbo.root"), "circuits/vectors/merkle.json");

  @Test
  void hasTheRootsOfTheVectorsAfterEachAppend() throws Exception {
    String text = Files.readString(file);
    String appends = text.substring(text.indexOf("\"appends\""), text.indexOf("\"paths\""));
    NoteFrontier frontier = NoteFrontier.empty(TreeHash.ENGINE, 1);
    Matcher empty = EMPTY_ROOT.matcher(text);
    assertThat(empty.find()).isTrue();
    assertThat(frontier.root().toByteArray()).isEqualTo(element(empty.group(1)));
    Matcher append = APPEND.matcher(appends);
    NoteFrontier atOnce = frontier;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (append.find()) {
      frontier = frontier.append(element(append.group(1)));
      all.write(element(append.group(1)));
      assertThat(frontier.root().toByteArray()).isEqualTo(element(append.group(2)));
    }
    assertThat(frontier.leaves()).isEqualTo(40);
    assertThat(atOnce.append(all.toByteArray()).root()).isEqualTo(frontier.root());
  }

  private static byte[] element(String bigEndian) throws Exception {
    byte[] bytes = Hex.decode("element", bigEndian, 32);
    for (int i = 0; i < 16; i++) {
      byte swapped = bytes[i];
      bytes[i] = bytes[31 - i];
      bytes[31 - i] = swapped;
    }
    return bytes;
  }
}
