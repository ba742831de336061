package dev.praetor.server.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests in progress, so that a server can end them before it closes. Thread-safe. */
final class RequestsInProgress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private int n;
  private boolean closing;

  /** Counts a request; returns false if no further request is served. */
  boolean begin() {
    lock.lock();
    try {
      if (closing) {
        return false;
      }
      n++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      n--;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Serves no further request, and waits for the end of the requests in progress; returns whether
   * all have ended.
   */
  boolean close(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      closing = true;
      long left = longest.toNanos();
      while (n > 0 && left > 0) {
        left = ended.awaitNanos(left);
      }
      return n == 0;
    } finally {
      lock.unlock();
    }
  }
}
