package dev.praetor.server.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests in progress, so that a server can end them before it closes. Thread-safe. */
final class RequestsInProgress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Set<String> connections = new HashSet<>();
  private boolean closing;

  /**
   * Counts the request on a connection; returns false if no further request is served.
   *
   * @param connection the id of the connection, which has one request at a time
   */
  boolean begin(String connection) {
    lock.lock();
    try {
      if (closing) {
        return false;
      }
      return connections.add(connection);
    } finally {
      lock.unlock();
    }
  }

  void end(String connection) {
    lock.lock();
    try {
      connections.remove(connection);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a request is in progress on a connection. */
  boolean contains(String connection) {
    lock.lock();
    try {
      return connections.contains(connection);
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
      while (!connections.isEmpty() && left > 0) {
        left = ended.awaitNanos(left);
      }
      return connections.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
