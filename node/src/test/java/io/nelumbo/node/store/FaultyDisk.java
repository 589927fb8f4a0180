package io.nelumbo.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk in memory that fails on purpose: at a chosen step with a chosen error, by reading and
 * writing less than asked, or by losing what was not synced when the machine dies.
 */
public final class FaultyDisk implements Disk {
  private final Map<Path, Content> files = new HashMap<>();
  private int steps;
  private int failingStep = Integer.MAX_VALUE;
  private String error = "";
  private int chunk = Integer.MAX_VALUE;
  private int syncs;
  private boolean losesAtSync;
  private String fullPart = "";

  /** A file: what is read, what is on the medium, and the changes in between. */
  private static final class Content {
    private byte[] now = new byte[0];
    private byte[] durable = new byte[0];
    private final List<Change> pending = new ArrayList<>();
  }

  /** A write, or with no bytes a cut to a length. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Change(long position, byte[] bytes) {
    byte[] applyTo(byte[] content) {
      if (bytes.length == 0) {
        return Arrays.copyOf(content, (int) position);
      }
      byte[] after =
          Arrays.copyOf(content, (int) Math.max(content.length, position + bytes.length));
      System.arraycopy(bytes, 0, after, (int) position, bytes.length);
      return after;
    }
  }

  /** Fails the n-th step from now on, and every later one; a failing write writes half. */
  public FaultyDisk failAt(int step, String message) {
    steps = 0;
    failingStep = step;
    error = message;
    return this;
  }

  /** Reads and writes at most so many bytes at once. */
  public FaultyDisk atMost(int bytes) {
    chunk = bytes;
    return this;
  }

  /**
   * The next sync fails and forgets what it should have written: later syncs succeed without it,
   * and reads still see it, as with a page cache after an error of the device.
   */
  public FaultyDisk loseAtNextSync() {
    losesAtSync = true;
    return this;
  }

  /** Writes to files whose name ends so find no space; none do when it is empty. */
  public FaultyDisk fullFor(String ending) {
    fullPart = ending;
    return this;
  }

  /** How many steps were made since {@link #failAt}. */
  public int steps() {
    return steps;
  }

  /** How often a file was synced. */
  public synchronized int syncs() {
    return syncs;
  }

  /** The bytes of a file. */
  public synchronized byte[] bytes(Path file) {
    return files.get(file).now.clone();
  }

  /** Puts a file there, synced. */
  public synchronized FaultyDisk put(Path file, byte[] bytes) {
    Content content = new Content();
    content.now = bytes.clone();
    content.durable = bytes.clone();
    files.put(file, content);
    return this;
  }

  /**
   * The disk after the machine died: of the changes that were not synced some are there, whole or
   * in part, in any combination.
   */
  public synchronized FaultyDisk afterPowerLoss(Random random) {
    FaultyDisk after = new FaultyDisk();
    files.forEach((path, content) -> {
      byte[] left = content.durable;
      for (Change change : content.pending) {
        int fate = random.nextInt(3);
        if (fate == 0) {
          left = change.applyTo(left);
        } else if (fate == 1 && change.bytes.length > 1) {
          byte[] part = Arrays.copyOf(change.bytes, 1 + random.nextInt(change.bytes.length - 1));
          left = new Change(change.position, part).applyTo(left);
        }
      }
      after.put(path, left);
    });
    return after;
  }

  /** The disk after the process died: every change is there. */
  public synchronized FaultyDisk afterKill() {
    FaultyDisk after = new FaultyDisk();
    files.forEach((path, content) -> after.put(path, content.now));
    return after;
  }

  private boolean fails() {
    return steps++ >= failingStep;
  }

  private void step() throws IOException {
    if (fails()) {
      throw new IOException(error);
    }
  }

  @Override
  public synchronized DiskFile open(Path file) throws IOException {
    step();
    return new File(file, files.computeIfAbsent(file, _ -> new Content()));
  }

  @Override
  public synchronized DiskFile openReadOnly(Path file) throws IOException {
    step();
    if (!files.containsKey(file)) {
      throw new java.nio.file.NoSuchFileException(file.toString());
    }
    return new File(file, files.get(file));
  }

  @Override
  public synchronized boolean exists(Path file) {
    return files.containsKey(file);
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    step();
    files.put(to, files.remove(from));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    step();
    files.remove(file);
  }

  /** An open file of this disk. */
  private final class File implements DiskFile {
    private final Path path;
    private final Content content;

    File(Path path, Content content) {
      this.path = path;
      this.content = content;
    }

    @Override
    public long size() {
      synchronized (FaultyDisk.this) {
        return content.now.length;
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        step();
        if (position >= content.now.length) {
          return -1;
        }
        int count = Math.min(chunk, target.remaining());
        count = (int) Math.min(count, content.now.length - position);
        target.put(content.now, (int) position, count);
        return count;
      }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        boolean fails = fails();
        if (!fullPart.isEmpty() && path.toString().endsWith(fullPart)) {
          throw new IOException("No space left on device");
        }
        int count = Math.min(chunk, fails ? source.remaining() / 2 : source.remaining());
        byte[] bytes = new byte[count];
        source.get(bytes);
        if (count > 0) {
          change(new Change(position, bytes));
        }
        if (fails) {
          throw new IOException(error);
        }
        return count;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyDisk.this) {
        step();
        change(new Change(size, new byte[0]));
      }
    }

    private void change(Change change) {
      content.now = change.applyTo(content.now);
      content.pending.add(change);
    }

    @Override
    public void sync() throws IOException {
      synchronized (FaultyDisk.this) {
        step();
        syncs++;
        if (losesAtSync) {
          losesAtSync = false;
          content.pending.clear();
          throw new IOException("Input/output error");
        }
        for (Change change : content.pending) {
          content.durable = change.applyTo(content.durable);
        }
        content.pending.clear();
      }
    }

    @Override
    public void close() {}
  }
}
