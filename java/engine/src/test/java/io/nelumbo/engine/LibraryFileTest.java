package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFileTest {
  private static final byte[] CONTENT = {1, 2, 3};
  private static final String HASH =
      "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";

  @TempDir Path cache;

  @Test
  void cached_writesOnceUnderTheHash() throws IOException {
    Path file = LibraryFile.cached(CONTENT, "libx.so", cache);
    assertThat(file).isEqualTo(cache.resolve("lib").resolve(HASH).resolve("libx.so"));
    assertThat(file).hasBinaryContent(CONTENT);
    Object key = Files.readAttributes(file, "unix:ino").get("ino");
    LibraryFile.cached(CONTENT, "libx.so", cache);
    assertThat(Files.readAttributes(file, "unix:ino")).containsEntry("ino", key);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void cached_replacesDamage() throws IOException {
    Path file = LibraryFile.cached(CONTENT, "libx.so", cache);
    Files.write(file, new byte[] {9});
    assertThat(LibraryFile.cached(CONTENT, "libx.so", cache)).hasBinaryContent(CONTENT);
  }

  @Test
  void locate_missing() {
    assertThatThrownBy(() -> LibraryFile.locate(LibraryFileTest.class, "libnone.so"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("libnone.so for linux-")
        .hasMessageContaining("./nelumbo build");
  }

  @Test
  void cacheFolder_followsTheEnvironment() {
    assertThat(LibraryFile.cacheFolder(Map.of("XDG_CACHE_HOME", "/x")))
        .isEqualTo(Path.of("/x/nelumbo"));
    assertThat(LibraryFile.cacheFolder(Map.of("XDG_CACHE_HOME", " ")))
        .asString()
        .endsWith(".cache/nelumbo");
    assertThat(LibraryFile.cacheFolder(Map.of())).asString().endsWith(".cache/nelumbo");
  }
}
