package io.nelumbo.cli.campaign;

import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.DiskFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A disk whose steps can end the process: those on the journal, on the head's mark and on the log
 * of what is being judged. Any other file, such as a journal that is being made smaller, has no
 * points.
 */
record KillDisk(Disk disk, KillSwitch killSwitch, Unsynced unsynced) implements Disk {
  @Override
  public DiskFile open(Path file) throws IOException {
    DiskFile opened = disk.open(file);
    return switch (file.getFileName().toString()) {
      case "mempool.journal" -> new KillFile(held(opened, true), killSwitch, KillFile.JOURNAL);
      case "head.mark" -> new KillFile(held(opened, false), killSwitch, KillFile.MARK);
      // Never synced, and so never held back.
      case "crash.log" -> new KillFile(opened, killSwitch, KillFile.CRASH_LOG);
      default -> opened;
    };
  }

  private DiskFile held(DiskFile file, boolean journal) {
    return switch (unsynced) {
      case KEPT -> file;
      case LOST -> new HeldFile(file, true);
      case JOURNAL_NEVER_SYNCED -> journal ? new HeldFile(file, false) : file;
    };
  }

  @Override
  public DiskFile openReadOnly(Path file) throws IOException {
    return disk.openReadOnly(file);
  }

  @Override
  public boolean exists(Path file) {
    return disk.exists(file);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    disk.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }
}
