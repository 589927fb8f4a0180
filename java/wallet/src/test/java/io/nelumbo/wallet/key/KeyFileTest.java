package io.nelumbo.wallet.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD)).isInstanceOf(WalletException.class);
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
