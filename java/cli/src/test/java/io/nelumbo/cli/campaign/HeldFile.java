package io.nelumbo.cli.campaign;

import io.nelumbo.node.store.DiskFile;
import io.nelumbo.node.store.DiskIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A file whose writes stay in this process until they are synced, so that its end loses them. A
 * read or a change of the length lets them through before, because the node does neither between a
 * write and its sync, but at an opening and at a compaction.
 */
final class HeldFile implements DiskFile {
  private record Write(long position, ByteBuffer bytes) {}

  private final DiskFile file;
  private final boolean syncs;
  private final List<Write> held = new ArrayList<>();

  /**
   * @param syncs whether a sync does anything
   */
  HeldFile(DiskFile file, boolean syncs) {
    this.file = file;
    this.syncs = syncs;
  }

  private synchronized void letThrough() throws IOException {
    for (Write write : held) {
      DiskIo.writeFully(file, write.bytes, write.position);
    }
    held.clear();
  }

  @Override
  public long size() throws IOException {
    letThrough();
    return file.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    letThrough();
    return file.read(target, position);
  }

  @Override
  public synchronized int write(ByteBuffer source, long position) {
    ByteBuffer bytes = ByteBuffer.allocate(source.remaining()).put(source).flip();
    held.add(new Write(position, bytes));
    return bytes.remaining();
  }

  @Override
  public void truncate(long size) throws IOException {
    letThrough();
    file.truncate(size);
  }

  @Override
  public void sync() throws IOException {
    if (syncs) {
      letThrough();
      file.sync();
    }
  }

  @Override
  public void close() throws IOException {
    letThrough();
    file.close();
  }
}
