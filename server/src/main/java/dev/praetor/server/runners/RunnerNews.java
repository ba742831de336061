package dev.praetor.server.runners;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The news for a runner, numbered from 1, of which each is kept until the runner has it: an answer
 * may be lost on its way. Of several requests for news only the last one is answered with them.
 * Thread-safe.
 */
final class RunnerNews {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ObjectNode> kept = new ArrayDeque<>();
  private long last;
  private long turn;
  private boolean closed;
  private boolean woken;

  /** Adds news of a kind. */
  void add(String kind, ObjectNode news) {
    lock.lock();
    try {
      news.put("number", ++last).put("kind", kind);
      kept.add(news);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  /** Lets a request for news look whether anything has changed. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins a request for news; those before it end.
   *
   * @param seen the number of the last news that the runner has
   * @return the number of the request
   */
  long begin(long seen) {
    lock.lock();
    try {
      while (!kept.isEmpty() && kept.peek().path("number").asLong() <= seen) {
        kept.remove();
      }
      changed.signalAll();
      return ++turn;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of news of a kind that the runner may not have yet. */
  int count(String kind) {
    lock.lock();
    try {
      return (int) kept.stream().filter(each -> each.path("kind").asString().equals(kind)).count();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the news that the runner does not have yet. */
  List<ObjectNode> kept() {
    lock.lock();
    try {
      return List.copyOf(kept);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for news, for a wake-up or for a time.
   *
   * @return false if a later request has taken the place of this one, or there is no more news
   */
  boolean await(long request, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    lock.lock();
    try {
      while (request == turn && !closed && kept.isEmpty() && !woken) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          break;
        }
        var _ = changed.await(left, TimeUnit.NANOSECONDS);
      }
      woken = false;
      return request == turn && !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all requests for news. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
