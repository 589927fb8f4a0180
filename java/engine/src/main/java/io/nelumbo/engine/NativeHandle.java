package io.nelumbo.engine;

import java.lang.foreign.MemorySegment;

/**
 * An object of the native library. Threads that use it hold it open: closing refuses new users at
 * once, waits for the present ones and then frees the object. Closing again does nothing; use after
 * that is IllegalStateException.
 */
abstract class NativeHandle implements AutoCloseable {
  private final MemorySegment pointer;
  private int users;
  private boolean closed;

  NativeHandle(MemorySegment pointer) {
    this.pointer = pointer;
  }

  /** One use of the object; closing it ends the use. */
  final class Use implements AutoCloseable {
    /** The native object. */
    MemorySegment pointer() {
      return pointer;
    }

    @Override
    public void close() {
      end();
    }
  }

  /** Begins a use. */
  final synchronized Use use() {
    if (closed) {
      throw new IllegalStateException(name() + " is closed");
    }
    users++;
    return new Use();
  }

  /** Frees the object once nobody uses it. Harmless when closed already. */
  @Override
  public final void close() {
    if (awaitUsers()) {
      free(pointer);
    }
  }

  /** What the object is, for messages. */
  abstract String name();

  /** Calls the object's free function. */
  abstract void free(MemorySegment object);

  private synchronized void end() {
    users--;
    notifyAll();
  }

  /** Whether this caller is the one that frees. */
  private synchronized boolean awaitUsers() {
    if (closed) {
      return false;
    }
    closed = true;
    boolean interrupted = false;
    while (users > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
