package io.nelumbo.cli.campaign;

import io.nelumbo.node.store.Disk;
import io.nelumbo.node.store.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk whose steps can end the process: those on the journal, and those on the head's mark. */
record KillDisk(Disk disk, KillSwitch killSwitch) implements Disk {
  /** The points of one file. */
  private record Points(
      KillPoint read,
      KillPoint beforeWrite,
      KillPoint halfWritten,
      KillPoint beforeSync,
      KillPoint afterSync) {}

  private static final Points JOURNAL =
      new Points(
          KillPoint.JOURNAL_READ,
          KillPoint.JOURNAL_BEFORE_WRITE,
          KillPoint.JOURNAL_HALF_WRITTEN,
          KillPoint.JOURNAL_BEFORE_SYNC,
          KillPoint.JOURNAL_AFTER_SYNC);

  /** The mark is read once, at a start, as the journal is; no point of its own for that. */
  private static final Points MARK =
      new Points(
          KillPoint.SIGNAL,
          KillPoint.MARK_BEFORE_WRITE,
          KillPoint.MARK_HALF_WRITTEN,
          KillPoint.MARK_BEFORE_SYNC,
          KillPoint.MARK_AFTER_SYNC);

  @Override
  public DiskFile open(Path file) throws IOException {
    boolean mark = file.getFileName().toString().equals("head.mark");
    return new KillFile(disk.open(file), killSwitch, mark ? MARK : JOURNAL);
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

  /** A file of this disk. */
  private record KillFile(DiskFile file, KillSwitch killSwitch, Points points) implements DiskFile {
    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      killSwitch.reached(points.read);
      return file.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      killSwitch.reached(points.beforeWrite);
      if (killSwitch.due(points.halfWritten)) {
        ByteBuffer half = source.duplicate();
        half.limit(source.position() + source.remaining() / 2);
        while (half.hasRemaining()) {
          position += file.write(half, position);
        }
        killSwitch.end();
      }
      return file.write(source, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      killSwitch.reached(points.beforeSync);
      file.sync();
      killSwitch.reached(points.afterSync);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
