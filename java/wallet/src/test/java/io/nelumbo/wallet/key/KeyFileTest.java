package io.nelumbo.wallet.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.wallet.WalletException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();
  private static final byte[] ENTROPY = new byte[32];
  private static final int[] CHEAP = {0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 16, 17, 18, 19};

  @TempDir Path folder;

  private Path made() {
    Path file = folder.resolve("wallet.key");
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(ENTROPY)) {
      KeyFile.create(file, mnemonic, PASSWORD, new SecureRandom());
    }
    return file;
  }

  @Test
  void create_thenOpen_givesTheSameWordsAndMode0600() throws IOException {
    Path file = made();
    try (Mnemonic mnemonic = KeyFile.open(file, PASSWORD)) {
      assertThat(mnemonic.entropy()).isEqualTo(ENTROPY);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void create_existing_isRefusedAndUntouched() throws IOException {
    Path file = made();
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::made)
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("exists");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void open_wrongPasswordOrFlippedByte_isRefused() throws IOException {
    Path file = made();
    assertThatThrownBy(() -> KeyFile.open(file, "wrong".toCharArray()))
        .hasMessageContaining("password");
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {0, 25, 40, 50, bytes.length - 1}) {
      byte[] mutant = bytes.clone();
      mutant[at] ^= 1;
      Files.write(file, mutant);
      assertThatThrownBy(() -> KeyFile.open(file, PASSWORD)).isInstanceOf(WalletException.class);
    }
  }

  @Test
  void open_everyTruncation_andOneByteMore_isRefused() throws IOException {
    Path file = made();
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      // Lengths that could hold shorter entropy cost the key derivation: one of them is enough.
      if (length < 48 + 16 + 16 || length == bytes.length - 1) {
        refusedAs(file, Arrays.copyOf(bytes, length));
      }
    }
    refusedAs(file, Arrays.copyOf(bytes, bytes.length + 1));
    Files.write(file, bytes);
    KeyFile.open(file, PASSWORD).close();
  }

  private static void refusedAs(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD))
        .as("%d bytes", content.length)
        .isInstanceOf(WalletException.class);
  }

  @Test
  void open_partsOfAnotherFile_areRefused() throws IOException {
    Path file = made();
    Path other = folder.resolve("other.key");
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(ENTROPY)) {
      KeyFile.create(other, mnemonic, PASSWORD, new SecureRandom());
    }
    byte[] ours = Files.readAllBytes(file);
    byte[] theirs = Files.readAllBytes(other);
    // Salt, nonce, ciphertext and tag of a file with the same password and content.
    for (int[] part :
        new int[][] {{20, 36}, {36, 48}, {48, ours.length - 16}, {ours.length - 16, ours.length}}) {
      byte[] mixed = ours.clone();
      System.arraycopy(theirs, part[0], mixed, part[0], part[1] - part[0]);
      refusedAs(file, mixed);
    }
    Files.write(file, theirs);
    KeyFile.open(file, PASSWORD).close();
  }

  @Test
  void open_downgradedParameters_areRefused() throws IOException {
    Path file = made();
    byte[] bytes = Files.readAllBytes(file);
    assertThat(java.nio.ByteBuffer.wrap(bytes, 8, 12).getInt()).isEqualTo(64 * 1024);
    Object[][] cases = {
      {8, 64 * 1024 - 1, "memory"},
      {8, -1, "memory"},
      {8, 1024 * 1024 + 1, "memory"},
      {12, 2, "passes"},
      {12, 0, "passes"},
      {12, 65, "passes"},
      {16, 0, "lanes"},
      {16, 2, "lanes"}
    };
    for (Object[] one : cases) {
      byte[] mutant = bytes.clone();
      java.nio.ByteBuffer.wrap(mutant).putInt((int) one[0], (int) one[1]);
      Files.write(file, mutant);
      assertThatThrownBy(() -> KeyFile.open(file, PASSWORD))
          .isInstanceOf(WalletException.class)
          .hasMessageContaining((String) one[2]);
    }
    // More work than the file was made with is allowed and gives another key: the tag refuses it.
    byte[] more = bytes.clone();
    java.nio.ByteBuffer.wrap(more).putInt(12, 4);
    Files.write(file, more);
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD)).hasMessageContaining("password");
  }

  @Test
  void open_fuzzedFiles_areRefusedWithoutAnotherException() throws IOException {
    Path file = made();
    byte[] good = Files.readAllBytes(file);
    Arb arb = Arb.seeded("KeyFileTest");
    for (int i = 0; i < Integer.getInteger("nelumbo.fuzz.rounds", 40); i++) {
      byte[] bytes = good.clone();
      // Mostly the parts of the header that cost no time: larger parameters within the bounds take
      // long.
      int at =
          arb.below(4) == 0 ? 20 + arb.below(bytes.length - 20) : CHEAP[arb.below(CHEAP.length)];
      bytes[at] ^= (byte) (1 + arb.below(255));
      if (arb.below(4) == 0) {
        bytes = Arrays.copyOf(bytes, arb.below(2 * bytes.length));
      }
      Files.write(file, bytes);
      assertThatThrownBy(() -> KeyFile.open(file, PASSWORD))
          .isInstanceOf(WalletException.class)
          .hasMessageNotContaining("Exception");
    }
    Files.write(file, good);
    KeyFile.open(file, PASSWORD).close();
  }

  @Test
  void open_weakOrHugeParameters_areRefusedBeforeAnyWork() throws IOException {
    Path file = made();
    byte[] bytes = Files.readAllBytes(file);
    bytes[9] = 0;
    bytes[10] = 0;
    Files.write(file, bytes);
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD)).hasMessageContaining("memory");
    bytes[8] = (byte) 0xff;
    Files.write(file, bytes);
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD)).hasMessageContaining("memory");
  }

  @Test
  void open_linkOrReadableByOthers_isRefused() throws IOException {
    Path file = made();
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThatThrownBy(() -> KeyFile.open(link, PASSWORD)).hasMessageContaining("symbolic link");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD)).hasMessageContaining("chmod 600");
    assertThatThrownBy(() -> KeyFile.open(folder.resolve("none"), PASSWORD))
        .hasMessageContaining("no wallet key file");
  }
}
