package io.nelumbo.cli.campaign;

import io.nelumbo.node.store.DiskFile;
import io.nelumbo.node.store.DiskIo;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file whose steps can end the process. */
record KillFile(DiskFile file, KillSwitch killSwitch, Points points) implements DiskFile {
  /** The points of one file; SIGNAL where it has none. */
  record Points(
      KillPoint read,
      KillPoint beforeWrite,
      KillPoint halfWritten,
      KillPoint beforeSync,
      KillPoint afterSync) {}

  static final Points JOURNAL =
      new Points(
          KillPoint.JOURNAL_READ,
          KillPoint.JOURNAL_BEFORE_WRITE,
          KillPoint.JOURNAL_HALF_WRITTEN,
          KillPoint.JOURNAL_BEFORE_SYNC,
          KillPoint.JOURNAL_AFTER_SYNC);

  /** The mark is read once, at a start, as the journal is. */
  static final Points MARK =
      new Points(
          KillPoint.SIGNAL,
          KillPoint.MARK_BEFORE_WRITE,
          KillPoint.MARK_HALF_WRITTEN,
          KillPoint.MARK_BEFORE_SYNC,
          KillPoint.MARK_AFTER_SYNC);

  static final Points CRASH_LOG =
      new Points(
          KillPoint.SIGNAL,
          KillPoint.CRASH_LOG_BEFORE_WRITE,
          KillPoint.CRASH_LOG_HALF_WRITTEN,
          KillPoint.SIGNAL,
          KillPoint.SIGNAL);

  private void reached(KillPoint point) {
    if (point != KillPoint.SIGNAL) {
      killSwitch.reached(point);
    }
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    reached(points.read);
    return file.read(target, position);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    reached(points.beforeWrite);
    if (killSwitch.due(points.halfWritten)) {
      ByteBuffer half = source.duplicate();
      half.limit(source.position() + source.remaining() / 2);
      DiskIo.writeFully(file, half, position);
      // Where writes are held back, half of this one reaches the medium all the same.
      file.sync();
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
    reached(points.beforeSync);
    file.sync();
    reached(points.afterSync);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
