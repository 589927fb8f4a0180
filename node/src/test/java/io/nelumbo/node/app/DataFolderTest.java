package io.nelumbo.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.node.net.PeerIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identity, lock and ports of a data folder. */
final class DataFolderTest {

  @TempDir Path folder;

  @Test
  void identity_isMadeOnceAndOnlyItsOwnerReadsIt() throws Exception {
    Path file = folder.resolve("peer.key");
    PeerIdentity made = NodeIdentity.loadOrCreate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    PeerIdentity read = NodeIdentity.loadOrCreate(file);
    assertThat(read.peerId()).isEqualTo(made.peerId()).matches("[0-9a-f]{64}");
    assertThat(read.toString()).isEqualTo("PeerIdentity[" + made.peerId() + "]");
  }

  @Test
  void identityOpenToOthers_isRefusedWithTheFix() throws Exception {
    Path file = folder.resolve("peer.key");
    NodeIdentity.loadOrCreate(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> NodeIdentity.loadOrCreate(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void identityThatIsNone_isRefused() throws Exception {
    Path file = folder.resolve("peer.key");
    SafeFiles.writeSecret(file, "hello".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> NodeIdentity.loadOrCreate(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is not the key file of a node");
  }

  @Test
  void secondNode_isRefusedUntilTheFirstIsGone() throws Exception {
    Path data = folder.resolve("data");
    DataDirectory first = DataDirectory.open(data);
    assertThatThrownBy(() -> DataDirectory.open(data))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("another node uses this data folder");
    first.close();
    DataDirectory.open(data).close();
  }

  @Test
  void ports_areThereWhileTheNodeRuns() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder)) {
      new Ports(1, 65_535).write(data.ports());
      assertThat(Ports.read(folder)).isEqualTo(new Ports(1, 65_535));
    }
    assertThatThrownBy(() -> Ports.read(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does a node run in this folder?");
  }

  @Test
  void missingGenesis_isNamed() {
    assertThatThrownBy(() -> Node.start(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("genesis.toml: is missing");
  }
}
