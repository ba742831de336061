package dev.praetor.engine.events;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The large values that are not durable yet and therefore take memory. Attempts wait until there is
 * room for what they may return. Thread-safe.
 */
public final class UnwrittenValues {
  private static final long LEAST = 4 << 20;
  private static final int SHARE = 16;
  private final long most = Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final AtomicLong bytes = new AtomicLong();

  /** Returns whether nothing more should start. */
  public boolean isFull() {
    return bytes.get() > most;
  }

  /** Waits until there is room. */
  public void awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (isFull()) {
        room.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds the bytes of values, or takes a negative number of bytes away. */
  public void add(long more) {
    if (more == 0) {
      return;
    }
    bytes.addAndGet(more);
    if (!isFull()) {
      lock.lock();
      try {
        room.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
