package dev.praetor.server.workers;

import dev.praetor.store.signal.StoreSignals;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The changes because of which workers may have something else to do, for workers that wait for
 * them. Thread-safe.
 */
final class Changes implements AutoCloseable {
  /** Tells the changes of this server from those of another one. */
  private final String own = UUID.randomUUID().toString();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition happened = lock.newCondition();
  private final List<Subscription> listening = new ArrayList<>();
  private long number;
  private boolean closed;

  Changes(StoreSignals signals) {
    for (Topic topic : List.of(Topic.QUEUE, Topic.OWNERS, Topic.WORKERS)) {
      listening.add(signals.listen(topic, this::changed));
    }
  }

  private void changed() {
    lock.lock();
    try {
      number++;
      happened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a change, and returns the newest one.
   *
   * @param seen the change that the caller has seen
   */
  String await(String seen, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (seen.equals(newest()) && !closed && left > 0) {
        left = happened.awaitNanos(left);
      }
      return newest();
    } finally {
      lock.unlock();
    }
  }

  private String newest() {
    return own + "-" + number;
  }

  /** Ends all waits. */
  @Override
  public void close() {
    listening.forEach(Subscription::close);
    lock.lock();
    try {
      closed = true;
      happened.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
